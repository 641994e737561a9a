import { isMapping, type Mapping } from './json-shape.js';
import type { ServerSentEvent } from './server-sent-events.js';

/** One chunk of a stream of (chat) completions. */
export interface Chunk {
  readonly choice: object;
}

export interface ChunkKind {
  /** The value of `object`. */
  readonly object: string;
  /** Whether a last chunk tells the token counts; all others then have `"usage":null`. */
  readonly includesUsage: boolean;
}

/** The choices of an answer, each with its index; `undefined` for what is no answer. */
export function choicesOf({ choices }: Mapping): readonly Mapping[] | undefined {
  if (!Array.isArray(choices) || choices.length === 0 || !choices.every(isMapping)) return undefined;
  return choices.map((choice, at) => ({ index: at, ...choice }));
}

/** Members of an answer that are other ones in a chunk. */
const REWRITTEN = ['object', 'choices', 'usage'];

/** Members of an answer that every chunk repeats. */
const REPEATED = ['id', 'created', 'model', 'service_tier', 'system_fingerprint'];

/** The whole stream; members of the answer that no chunk has to repeat are in the first. */
export function finish(
  answer: Mapping,
  { object, includesUsage }: ChunkKind,
  chunks: readonly Chunk[],
): ServerSentEvent[] {
  const members = pick(answer, (name) => !REWRITTEN.includes(name));
  const repeated = pick(answer, (name) => REPEATED.includes(name));
  const others = includesUsage ? { usage: null } : {};
  const events = chunks.map(({ choice }, at) => {
    const base = at === 0 ? members : repeated;
    return { data: { ...base, object, choices: [choice], ...others } };
  });
  const last = { data: { ...repeated, object, choices: [], usage: answer['usage'] ?? null } };
  return [...events, ...(includesUsage ? [last] : []), { data: '[DONE]' }];
}

function pick(value: Mapping, isWanted: (name: string) => boolean): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([name]) => isWanted(name)));
}
