import type { Embedding } from '../../embed/encoder.js';
import type { SparseVector } from '../../heads/sparse-vector.js';
import type { RequestView } from '../../request/request-view.js';
import { featureVector } from '../../signals/feature-vector.js';
import { type Focus, focusOf } from '../../signals/focus/focus.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import { NO_SHEDDING, type Shedding } from '../load/shedding.js';
import type { Snapshot } from '../snapshot.js';

/** What is read from one request's text. Each part is made when it is first asked for, and only once. */
export interface TextReading {
  readonly focus: () => Focus;
  readonly features: () => Float32Array;
  readonly ngrams: () => SparseVector;
  /** From the static table; `undefined` without one. */
  readonly staticVector: () => Float32Array | undefined;
  /** From the encoder, within the policy's deadline; `undefined` without one, or where it is shed. */
  readonly embedding: () => Promise<Embedding | undefined>;
  /** The same for a part of the text. */
  readonly embed: (part: string) => Promise<Embedding | undefined>;
}

/** Begins to read a request; nothing is read yet, so that a rule that decides costs no more than itself. */
export function readText(
  view: RequestView,
  { instruments, registry }: Snapshot,
  shedding: Shedding = NO_SHEDDING,
): TextReading {
  const { encoder, table } = instruments;
  const focus = once(() => focusOf(view));
  const embed = async (text: string): Promise<Embedding | undefined> =>
    encoder === undefined || shedding.sheds('encoder')
      ? undefined
      : encoder.embed(text, registry.policy.encoder.deadlineMs);
  return {
    focus,
    features: once(() => featureVector(view, focus())),
    ngrams: once(() => hashNgrams(focus().text)),
    staticVector: once(() => table?.embed(focus().text)),
    embedding: once(() => embed(focus().text)),
    embed,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
