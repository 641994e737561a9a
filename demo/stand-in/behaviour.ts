/** How a stand-in behaves; each field can be set for one request by the header `x-stand-in: status=500, delay=200`. */
export interface Behaviour {
  /** HTTP status of the answer; any but 200 is answered by an error in vLLM's shape. Default 200. */
  readonly status: number;
  /** Wait before the first byte, in milliseconds. Default 20. */
  readonly delay: number;
  /** Wait between two chunks of a stream, in milliseconds. Default 2. */
  readonly gap: number;
  /** Words in the answer. Default 16. */
  readonly words: number;
  /** Position of the answer among those allowed, or of a capital letter when one token is asked for; -1 is none in particular. Default -1. */
  readonly choice: number;
  /** Drop the connection after that many chunks of a stream; -1 is never. Default -1. */
  readonly abort: number;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  status: 200,
  delay: 20,
  gap: 2,
  words: 16,
  choice: -1,
  abort: -1,
};

/** Header that changes a stand-in's behaviour for one request: `name=number` pairs, joined by commas. */
export const BEHAVIOUR_HEADER = 'x-stand-in';

/** Unknown names and values that are not numbers are left out. */
export function behaviourOf(header: string | undefined, base: Behaviour): Behaviour {
  const changes: Record<string, number> = {};
  for (const pair of (header ?? '').split(',')) {
    const [name = '', value = ''] = pair.trim().split('=');
    const number = Number(value);
    if (name in base && value !== '' && Number.isFinite(number)) changes[name] = number;
  }
  return { ...base, ...changes };
}
