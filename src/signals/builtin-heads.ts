import { join } from 'node:path';
import { ok, type Result } from '../errors.js';
import { fusedProbabilities, type FusedHead } from '../heads/fused-head.js';
import { readHeadFile } from '../heads/head-file.js';
import type { SparseVector } from '../heads/sparse-vector.js';
import { packageRoot } from '../package-root.js';
import { BUILTIN_SIGNALS, type BuiltinSignal, type Labelled } from './builtin.js';
import { fitExpectation } from './feature-vector.js';
import type { Focus } from './focus/focus.js';
import { hashNgrams } from './hashed-ngrams.js';
import { segmentsOf } from './segments.js';

/** The built-in signals that are trained heads. */
export const HEAD_SIGNALS = [
  'task',
  'complexity',
  'domain',
  'frontier',
  'jailbreak',
  'injection',
  'harm',
] as const;

export type HeadSignal = (typeof HEAD_SIGNALS)[number];

export type BuiltinHeads = Readonly<Record<HeadSignal, FusedHead>>;

/** What the built-in heads look at. */
export interface BuiltinEvidence {
  /** The encoder's vector of `focus.text`; absent when there is none, and the heads do with the rest. */
  readonly embedding?: Float32Array;
  /** `featureVector` of the request. */
  readonly features: Float32Array;
  /** `hashNgrams` of `focus.text`. */
  readonly ngrams: SparseVector;
  readonly focus: Focus;
}

/** Where the shipped heads are. */
export const BUILTIN_FOLDER: string = join(packageRoot, 'models', 'builtin');

/**
 * Reads the shipped heads.
 *
 * @param encoder checksum of the encoder that is loaded; without one any head will do, since none gets an embedding
 */
export async function readBuiltinHeads(
  encoder?: string,
  folder: string = BUILTIN_FOLDER,
): Promise<Result<BuiltinHeads>> {
  const expected = fitExpectation(encoder);
  const heads: Partial<Record<HeadSignal, FusedHead>> = {};
  for (const name of HEAD_SIGNALS) {
    const head = await readHeadFile(join(folder, `${name}.json`), expected);
    if (!head.ok) return head;
    heads[name] = head.value;
  }
  return ok(heads as BuiltinHeads);
}

/** The same heads for an encoder that they were not fitted on: its vectors tell them nothing, features and n-grams do. */
export function withoutVectors(heads: BuiltinHeads): BuiltinHeads {
  const plain = Object.entries(heads).map(([name, head]) => [name, { ...head, embedding: 0 }] as const);
  return Object.fromEntries(plain) as BuiltinHeads;
}

export function isHeadSignal(name: BuiltinSignal): name is HeadSignal {
  return (HEAD_SIGNALS as readonly string[]).includes(name);
}

/**
 * What a head says of one request. Measured on one x86-64 core with Node 20: 10-60 µs, task with its anchors 100-150 µs;
 * injection, which hashes sentence by sentence, 80 µs for a line and up to 2 ms for a text of 4,000 characters and more.
 */
export function scoreBuiltin(heads: BuiltinHeads, name: HeadSignal, evidence: BuiltinEvidence): Labelled {
  const { embedding, features } = evidence;
  const ngrams = ngramsFor(name, evidence);
  const probabilities = fusedProbabilities(heads[name], {
    ...{ features, ngrams },
    ...(embedding === undefined || heads[name].embedding === 0 ? {} : { embedding }),
  });
  const labels: readonly string[] = BUILTIN_SIGNALS[name];
  const scores = Object.fromEntries(labels.map((label, at) => [label, probabilities[at] ?? 0]));
  const label = labels.reduce((best, other) => ((scores[other] ?? 0) > (scores[best] ?? 0) ? other : best));
  return { label, scores };
}

/** The texts whose n-grams a head looks at: one order in a long mail is found only sentence by sentence. */
export function ngramsFor(
  name: HeadSignal,
  { ngrams, focus }: Pick<BuiltinEvidence, 'ngrams' | 'focus'>,
): SparseVector[] {
  if (name !== 'injection') return [ngrams];
  const segments = segmentsOf(`${focus.instruction}\n${focus.material}`);
  return segments.length === 0 ? [ngrams] : segments.map(hashNgrams);
}
