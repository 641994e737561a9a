import type { JsonObject, JsonValue } from '../../request/json-value.js';
import type { Answer, Finish } from '../answer.js';

/** An answer while it is being read. */
export interface AnswerDraft {
  readonly texts: string[];
  /** Length of `texts` together, in UTF-16 units. */
  chars: number;
  /** Pieces in which the text came: with most servers a token each. */
  pieces: number;
  /** By the place in which the endpoint puts them. */
  readonly calls: Map<number, { name: string; readonly parts: string[] }>;
  readonly logprobs: number[];
  finish: Finish;
  hasMedia: boolean;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** Whether the endpoint said that nothing follows. */
  isEnded: boolean;
  /** Whether the upstream told of an error instead. */
  isError: boolean;
}

export function createDraft(): AnswerDraft {
  return {
    texts: [],
    chars: 0,
    pieces: 0,
    calls: new Map(),
    logprobs: [],
    finish: 'unknown',
    hasMedia: false,
    inputTokens: undefined,
    outputTokens: undefined,
    isEnded: false,
    isError: false,
  };
}

/** The answer as far as it was read. */
export function finishDraft(draft: AnswerDraft): Answer {
  const { texts, calls, finish, hasMedia, logprobs, inputTokens, outputTokens } = draft;
  return {
    text: texts.join(''),
    finish,
    toolCalls: Array.from(calls.values(), ({ name, parts }) => ({ name, arguments: parts.join('') })),
    hasMedia,
    ...(logprobs.length === 0 ? {} : { logprobs }),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}

/** Adds a piece of text; anything but a string that is not empty adds nothing. */
export function addText(draft: AnswerDraft, text: JsonValue | undefined): void {
  if (typeof text !== 'string' || text === '') return;
  draft.texts.push(text);
  draft.chars += text.length;
  draft.pieces += 1;
}

/** Adds to the call at a place what is there of its name and its arguments. */
export function addCall(
  draft: AnswerDraft,
  place: number,
  name: JsonValue | undefined,
  part: JsonValue | undefined,
): void {
  const call = draft.calls.get(place) ?? { name: '', parts: [] };
  draft.calls.set(place, call);
  if (typeof name === 'string' && name !== '') call.name = name;
  if (typeof part === 'string' && part !== '') call.parts.push(part);
}

/** Adds log probabilities; what cannot be one is passed over. */
export function addLogprob(draft: AnswerDraft, logprob: JsonValue | undefined): void {
  if (typeof logprob === 'number' && logprob <= 0) draft.logprobs.push(logprob);
}

/** Takes over counts of tokens under the names that the endpoint has for them; those that cannot be are passed over. */
export function addUsage(
  draft: AnswerDraft,
  usage: JsonValue | undefined,
  names: { readonly input: string; readonly output: string },
): void {
  if (typeof usage !== 'object' || usage === null || Array.isArray(usage)) return;
  const counts = usage as JsonObject;
  draft.inputTokens = countOf(counts[names.input]) ?? draft.inputTokens;
  draft.outputTokens = countOf(counts[names.output]) ?? draft.outputTokens;
}

function countOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
