import type { Registry } from '../../config/registry.js';
import type { Bundle } from '../../bundle/bundle.js';
import type { StaticEncoder } from '../../embed/static-encoder.js';
import type { EmbedTexts } from '../vector-cache.js';

/** A part of a bundle, or why there is none. */
export type Learned<T> = { readonly part: T } | { readonly leftOut: string };

/** What every part is trained with. */
export interface Workshop {
  readonly registry: Registry;
  /** What is in service: the part to beat. */
  readonly parent: Bundle | undefined;
  /** SHA-256 of the encoder's model file; empty without one. */
  readonly encoder: string;
  /** `undefined` without an encoder. */
  readonly embedAll: EmbedTexts | undefined;
  readonly table: StaticEncoder | undefined;
  readonly seed: number;
  /** Share of the texts that is held out for the test, in (0, 1). */
  readonly holdOut: number;
  /** By how much a part may seem worse and still be kept, in [0, 1]. */
  readonly tolerance: number;
  /** Told when a step begins. */
  readonly onStep: (what: string) => void;
}

/** Rows held out below which nothing can be told. */
export const LEAST_HELD_OUT = 30;
