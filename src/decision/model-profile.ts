import type { Endpoint } from '../request/request-view.js';

export type Capability = 'tools' | 'vision' | 'json';

/** What the decision needs to know of a model. */
export interface ModelProfile {
  readonly name: string;
  /** Tokens of prompt and answer together; `undefined` means no known limit. */
  readonly contextLength: number | undefined;
  /** `undefined` means everything. */
  readonly capabilities: ReadonlySet<Capability> | undefined;
  /** `undefined` means all four. */
  readonly endpoints: ReadonlySet<Endpoint> | undefined;
  readonly safetyClasses: ReadonlySet<string>;
  /** US dollars per million tokens. */
  readonly price: { readonly input: number; readonly output: number };
  /** Input plus output: a rough order of strength. */
  readonly priceSum: number;
  /** Declared share of good answers, in [0, 1]; `undefined` when nobody said. */
  readonly quality: number | undefined;
  readonly timeoutMs: number;
}
