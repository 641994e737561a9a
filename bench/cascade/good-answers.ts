/** What is asked for; the answers below keep to it. */
export const PROSE_PROMPT =
  'Write a detailed report on the harbour railway for the town council: trains, stations, staff, money, and what to do next.';
export const CODE_PROMPT = 'Write a Python module that computes fares and delays of the harbour railway.';

/** Short pieces in lists of lengths without a common divisor: no two sentences are alike, nor any long passages. */
const PIECES: readonly (readonly string[])[] = [
  ['In spring', 'After the March storm', 'This year', 'On most weekdays', 'Since Monday'],
  [
    'the night train',
    'our signal box',
    'the quay station',
    'every freight yard',
    'platform staff',
    'the ticket office',
    'its canal bridge',
  ],
  [
    'cost far more',
    'served 1,240 passengers',
    'stayed closed',
    'lost some income',
    'needed two more people',
    'ran eight minutes late',
    'kept its schedule',
    'earned enough',
  ],
  [
    'near the pier',
    'between two ferries',
    'beside the dug-up road',
    'without any warning',
    'as engineers predicted',
    'despite higher fares',
    'for eleven days',
    'at the northern dock',
    'against the old plan',
  ],
  [
    'because the power failed',
    'until spare parts arrived',
    'while the school holidays lasted',
    'so the mayor asked twice',
    'which nobody had expected',
    'and a contract followed',
    'although travellers complained',
    'when the warehouse moved',
    'since repairs come first',
    'before winter brought ice',
    'as the council had hoped',
  ],
];

/** Plain English of at most `bytes` bytes, all but one sentence of them, about {@link PROSE_PROMPT}. */
export function proseAnswer(bytes: number): string {
  const sentences = filled(bytes, (at) => {
    const pieces = PIECES.map((list) => list[at % list.length] ?? '');
    const end = at % 6 === 5 ? '\n\n' : ' ';
    return `${pieces.slice(0, -1).join(' ')}, ${pieces.at(-1) ?? ''}.${end}`;
  });
  return sentences.trimEnd();
}

const NOUNS = ['fare', 'delay', 'ticket', 'train', 'station', 'refund', 'shift'];
const VERBS = ['total', 'largest', 'average', 'filter', 'group'];

/** A sentence and a fenced block of Python, of at most `bytes` bytes, all but one function of them, about {@link CODE_PROMPT}. */
export function codeAnswer(bytes: number): string {
  const [before, after] = ['The module for the harbour railway:\n\n```python\n', '```\n'];
  const code = filled(bytes - before.length - after.length, (at) => {
    const [noun, verb] = [NOUNS[at % NOUNS.length] ?? '', VERBS[at % VERBS.length] ?? ''];
    return [
      `def ${verb}_${noun}s_${at}(rows, limit=${at * 7 + 3}):`,
      `    """The ${verb} of all ${noun}s in zone ${at}."""`,
      `    kept = [row["${noun}"] for row in rows if row["zone"] == ${at}]`,
      `    return sum(kept[:limit]) / max(len(kept), 1)\n\n\n`,
    ].join('\n');
  });
  return `${before}${code}${after}`;
}

/** As many whole pieces as fit. ASCII only, so that characters are bytes. */
function filled(bytes: number, piece: (at: number) => string): string {
  let text = '';
  let at = 0;
  for (let next = piece(at); text.length + next.length <= bytes; next = piece(at)) {
    text += next;
    at += 1;
  }
  return text;
}

/** A chat completion with that text. */
export function completionOf(text: string): Buffer {
  const completionTokens = Math.ceil(text.length / 4);
  return Buffer.from(
    JSON.stringify({
      id: 'chatcmpl-bench',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'bench',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 40,
        completion_tokens: completionTokens,
        total_tokens: completionTokens + 40,
      },
    }),
  );
}
