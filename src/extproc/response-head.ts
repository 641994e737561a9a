import type { HeaderMap } from './wire/header-map.js';

export interface ResponseHead {
  /** 0 when Envoy showed none. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Reads the header map of an answer. */
export function readResponseHead({ headers, pseudo }: HeaderMap): ResponseHead {
  return { status: Number(pseudo.get(':status') ?? 0), headers };
}
