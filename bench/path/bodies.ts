/** Body sizes in bytes: a question, a short conversation, a pasted document. */
export const BODY_SIZES = [200, 2048, 32_768] as const;
export type BodySize = (typeof BODY_SIZES)[number];

/** An ask that fits into the smallest body. */
export const LONGEST_ASK = 110;

/** Holds a keyword of `bench/registry`. */
export const RULE_ASK = 'Open an incident report for what is told here.';

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
 * last. From 2 KB on, half of it is a system message and earlier turns, and the rest is the last user turn: pasted text,
 * then the ask. Below, a system message fills the body.
 *
 * @param ask ASCII without quotes and backslashes, at most {@link LONGEST_ASK} characters for the smallest size
 */
export function chatBody(bytes: number, ask: string): string {
  const write =
    bytes < 2048
      ? (filling: string) => serialise([system(filling), user(ask)])
      : longBody(earlierTurns(bytes / 2), ask);
  const room = bytes - write('').length;
  if (room < 0) throw new Error(`no body has only ${bytes} bytes`);
  return write(prose(room));
}

interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const user = (content: string): ChatMessage => ({ role: 'user', content });
const system = (content: string): ChatMessage => ({ role: 'system', content });

function longBody(earlier: readonly ChatMessage[], ask: string): (filling: string) => string {
  return (filling) => serialise([...earlier, user(`\`\`\`\n${filling}\n\`\`\`\n\n${ask}`)]);
}

const TURN_CHARACTERS = 400;

function earlierTurns(bytes: number): ChatMessage[] {
  const turns: ChatMessage[] = [system('You are the assistant of a small trading house.')];
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
