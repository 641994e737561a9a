import { answerOfText, type GateRow } from './gate-row.js';

const REFUSALS = [
  "I'm sorry, but I can't help with that.",
  'I apologize, but as an AI language model I am not able to do that.',
  'Unfortunately I do not have access to the information that is needed to answer this.',
  'I cannot answer this question because I have no ability to browse the internet.',
  "I'm sorry, I don't understand the question. Could you please provide more context?",
  'As an AI, I do not have personal opinions or experiences, so I am unable to answer.',
];

/** Makes bad answers of one good one: of each defect that fits, one, the same for the same row. */
export function spoiled(row: GateRow, at: number, others: readonly GateRow[]): GateRow[] {
  const { text } = row.answer;
  const stranger = others[(at * 7 + 3) % others.length];
  const makes: readonly (readonly [string, string | undefined])[] = [
    ['truncated', cutShort(text, 0.2 + 0.6 * ((at * 0.37) % 1))],
    ['repetition', looped(text, at)],
    [
      'refusal',
      at % 3 === 0 ? `${REFUSALS[at % REFUSALS.length] ?? ''} ${text}` : REFUSALS[at % REFUSALS.length],
    ],
    ['off_topic', stranger === row ? undefined : stranger?.answer.text],
    ['empty', at % 6 === 0 ? ['', ' ', '...', '\n\n'][at % 4] : undefined],
  ];
  return makes.flatMap(([defect, answer]) =>
    answer === undefined
      ? []
      : [{ ...row, id: `${row.id}:${defect}`, answer: answerOfText(answer), isGood: false, defect }],
  );
}

/** The text up to the middle of a word. */
function cutShort(text: string, share: number): string | undefined {
  if (text.length < 60) return undefined;
  const cut = text.slice(0, Math.floor(text.length * share));
  return /[\p{L}\p{N}]$/u.test(cut) ? cut : cut.replace(/[^\p{L}\p{N}]+$/u, '');
}

/** The text up to one of its sentences, and that sentence over and over. */
function looped(text: string, at: number): string | undefined {
  const sentences = text.split(/(?<=[.!?\n])\s+/);
  const place = at % sentences.length;
  const sentence = sentences[place] ?? '';
  if (sentence.length < 10) return undefined;
  return [...sentences.slice(0, place), ...Array<string>(4 + (at % 9)).fill(sentence)].join(' ');
}
