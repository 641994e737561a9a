/** Body sizes in bytes: a question, a short conversation, a pasted document. */
export const BODY_SIZES: readonly number[] = [200, 2048, 32_768];

/** Two last sentences of the same length. The first holds a keyword of `bench/registry`; the second is like nobody's rule. */
const LAST_SENTENCE = {
  rule: 'Then open an incident report for it.',
  encoder: 'Then write a short summary about it.',
} as const;

/** What is to decide on the request. */
export type DecidedBy = keyof typeof LAST_SENTENCE;

const PROSE = [
  'The night train from the coast was late again because a signal near the old harbour had lost its power.',
  'Our warehouse counted 1,240 boxes on Monday, 38 of them damaged, and the supplier wants photographs of each one.',
  'When the garden froze in March the lemon trees were carried into the hall, where they now block the stairs.',
  'The library opens at nine, closes at six, and lends no more than five books for three weeks to one reader.',
  'She asked whether the second contract still holds, since the first was signed before the company moved.',
  'A small river crosses the village twice, so every map of it that was drawn from memory has one bridge too few.',
].join(' ');

/**
 * A chat-completions body of exactly `bytes` bytes, written as the official Python client writes it: no blanks, `model`
 * last. From 2 KB on, half of it is a system message and earlier turns, and the rest is the last user turn.
 */
export function chatBody(bytes: number, decidedBy: DecidedBy): Buffer {
  const earlier = bytes < 2048 ? [] : earlierTurns(bytes / 2);
  const last = LAST_SENTENCE[decidedBy];
  const room = bytes - serialise([...earlier, user(` ${last}`)]).length;
  if (room < 0) throw new Error(`no body has only ${bytes} bytes`);
  return Buffer.from(serialise([...earlier, user(`${prose(room)} ${last}`)]));
}

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const user = (content: string): ChatMessage => ({ role: 'user', content });

const TURN_CHARACTERS = 400;

function earlierTurns(bytes: number): ChatMessage[] {
  const turns: ChatMessage[] = [
    { role: 'system', content: 'You are the assistant of a small trading house.' },
  ];
  for (let at = 0; serialise(turns).length + 2 * TURN_CHARACTERS < bytes; at++) {
    turns.push(user(prose(TURN_CHARACTERS)), { role: 'assistant', content: prose(TURN_CHARACTERS) });
  }
  return turns;
}

/** ASCII only, so that characters are bytes. */
function prose(characters: number): string {
  return PROSE.repeat(Math.ceil(characters / PROSE.length)).slice(0, characters);
}

function serialise(messages: readonly ChatMessage[]): string {
  return JSON.stringify({ messages, model: 'auto' });
}
