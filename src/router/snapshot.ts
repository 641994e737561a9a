import type { PartName } from '../bundle/bundle.js';
import type { Registry } from '../config/registry.js';
import type { DecisionPlan } from '../decision/decision-plan.js';
import type { Encoder } from '../embed/encoder.js';
import type { StaticEncoder } from '../embed/static-encoder.js';
import type { GateScorer } from '../gate/gate-scorer.js';
import type { ListedModels } from '../mutation/models-reply.js';
import type { BuiltinSignal } from '../signals/builtin.js';
import type { BuiltinHeads } from '../signals/builtin-heads.js';
import type { FastHead } from '../signals/routes/fast-head.js';
import type { OutcomeHeads } from '../signals/outcome-heads.js';
import type { RouteHead } from '../signals/routes/route-head.js';
import type { Rule } from '../signals/rule.js';
import type { SimilarityFailure } from '../signals/signal.js';
import type { VectorStore } from './compile/vector-store.js';

/** What texts are measured with: loaded once, at the start, for every registry that comes. Each may be missing. */
export interface Instruments {
  readonly encoder?: Encoder | undefined;
  /** Token vectors distilled from the encoder; without them the fast head reads n-grams only. */
  readonly table?: StaticEncoder | undefined;
  /** The trained heads behind the built-in signals. */
  readonly builtin?: BuiltinHeads | undefined;
  /** The trained gate of cascades. */
  readonly gate?: GateScorer | undefined;
  /** Embeddings of earlier runs. */
  readonly store?: VectorStore | undefined;
}

/** A registry made ready to serve. Immutable: a request keeps the one it began with, whatever is loaded meanwhile. */
export interface Snapshot {
  readonly registry: Registry;
  readonly instruments: Instruments;
  readonly plan: DecisionPlan;
  /** Routes with rules, by descending priority. */
  readonly rules: readonly RouteRule[];
  /** Names, in lower case, of the request headers that rules read. */
  readonly headersRead: readonly string[];
  /** Built-in signals that are measured before the rules; by default those that rules name. */
  readonly measured: readonly BuiltinSignal[];
  /** The head on the encoder's vectors, or why there is none. */
  readonly index: RouteHead | NoIndex;
  /** The head that needs no encoder; `undefined` when no route has examples. */
  readonly fast: FastHead | undefined;
  /** Whether that head may decide when the encoder gives no vector: there are several routes, each with examples enough. */
  readonly fastStandsIn: boolean;
  /** What is predicted of each model's answers; `undefined` without a bundle. */
  readonly outcomes: OutcomeHeads | undefined;
  /** Whether outcomes are predicted for every request, as `predict` does, and not just where an objective chooses. */
  readonly predictsAlways: boolean;
  /** Smallest cosine at which two texts count as the same; `undefined` when none can be trusted. */
  readonly sameText: number | undefined;
  /** The bundle of trained heads that is in service; `undefined` for none. */
  readonly bundle: BundleInUse | undefined;
  /** The experiment's registry, made ready as well; `undefined` without one. */
  readonly challenger: Snapshot | undefined;
  readonly listed: ListedModels;
  /** Embeddings by text, so that a reload embeds only what is new; empty without an encoder. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

export interface BundleInUse {
  readonly version: string;
  /** Parts that serve. */
  readonly parts: readonly PartName[];
  /** Why the others do not, a line each. */
  readonly unused: readonly string[];
  /** Bars of the gate by route, instead of the registry's. */
  readonly bars: Readonly<Record<string, number>>;
}

export type NoIndex = Extract<SimilarityFailure, 'no_examples' | 'absent' | MissingIndex>;

/** The encoder failed on the examples, or has not come to all of them yet. */
export type MissingIndex = 'down' | 'loading';

/** A snapshot that has an encoder and examples to compare with, but no head on them yet. */
export function lacksIndex(snapshot: Snapshot): snapshot is Snapshot & { readonly index: MissingIndex } {
  return snapshot.index === 'down' || snapshot.index === 'loading';
}

/** Why a snapshot, or its experiment's, is not complete yet. */
export function missingIndex(snapshot: Snapshot): MissingIndex | undefined {
  if (lacksIndex(snapshot)) return snapshot.index;
  return snapshot.challenger && missingIndex(snapshot.challenger);
}

export interface RouteRule {
  readonly route: string;
  readonly rule: Rule;
  /** Whether the route demands a safety class, so that it counts even behind a route of higher priority. */
  readonly guards: boolean;
}
