/** What an answer comes down to. */
export interface FinalAnswer {
  /** How it was found: the answer's JSON field, a mark such as `####` or `The answer is`, or only as the last number. */
  readonly kind: 'json' | 'mark' | 'last-number' | 'none';
  /** As it is written, at most 200 characters; empty for none. */
  readonly text: string;
  /** Its number, if it is one. */
  readonly number?: number;
  /** Its letter, A to Z, if it names an option. */
  readonly letter?: string;
  /** What leads to it: the answer without it, JSON unpacked. */
  readonly reasoning: string;
}

const FINAL_CHARS = 200;
const JSON_FIELDS = ['answer', 'final_answer', 'finalAnswer', 'result', 'solution', 'output'];
const BOXED = /\\boxed\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g;
const MARK =
  /(?:####|(?:^|\n)\s*A:|\b(?:final |correct |right |best )?(?:answer|option|choice)(?: is| would be|:)(?: option| choice)?:?)\**:?[ \t]*([^\n]+)/gi;
const LETTER = /^\W{0,4}(?:option |choice )?\(?([A-Z])(?:[).:,*\s]|$)/;
const NUMBER = /-?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)/g;

/**
 * Finds the final answer.
 *
 * @param json the answer's JSON, if it is any
 */
export function finalAnswerOf(text: string, json: unknown): FinalAnswer {
  const field = fromJson(json);
  if (field !== undefined) return field;
  const marked = [...text.matchAll(BOXED)].at(-1) ?? [...text.matchAll(MARK)].at(-1);
  if (marked?.[1] !== undefined) return final('mark', marked[1], text.slice(0, marked.index));
  const last = [...text.matchAll(NUMBER)].at(-1);
  if (last === undefined) return { kind: 'none', text: '', reasoning: text };
  return final('last-number', last[0], text.slice(0, last.index));
}

function fromJson(json: unknown): FinalAnswer | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const fields = json as Readonly<Record<string, unknown>>;
  const name = JSON_FIELDS.find((field) => Object.hasOwn(fields, field));
  if (name === undefined) return undefined;
  const others = Object.entries(fields).flatMap(([key, value]) => (key === name ? [] : [written(value)]));
  return final('json', written(fields[name]), others.join('\n'));
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function final(kind: FinalAnswer['kind'], whole: string, reasoning: string): FinalAnswer {
  const text = whole.trim().slice(0, FINAL_CHARS);
  const letter = LETTER.exec(text)?.[1];
  const numbers = text.match(NUMBER) ?? [];
  // A sentence with several numbers names its answer last more often than first.
  const number = Number(numbers.at(-1)?.replaceAll(',', ''));
  return {
    ...{ kind, text, reasoning },
    ...(Number.isFinite(number) && { number }),
    ...(letter !== undefined && { letter }),
  };
}
