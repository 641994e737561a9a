import type { FastHead } from '../signals/routes/fast-head.js';
import type { OutcomeHeads } from '../signals/outcome-heads.js';
import type { RouteHead } from '../signals/routes/route-head.js';

/** Trained heads that go into service together, and how they came to be. Immutable; the same content has the same version. */
export interface Bundle {
  /** First 12 hexadecimal digits of the SHA-256 of its content. */
  readonly version: string;
  /** SHA-256 of the encoder's model file; empty when none was loaded. */
  readonly encoder: string;
  readonly routes?: RoutesPart;
  readonly outcomes?: OutcomesPart;
  readonly gate?: GatePart;
  /** Why a part was not trained, by its name: it is not in, or the parent's. */
  readonly leftOut: Readonly<Partial<Record<PartName, string>>>;
  readonly data: DataFingerprint;
  readonly lineage: Lineage;
}

export const PART_NAMES = ['routes', 'outcomes', 'gate'] as const;

export type PartName = (typeof PART_NAMES)[number];

/** What was learnt beyond the registry, so that two trainings can be told apart without their texts. */
export interface DataFingerprint {
  /** Rows by where they come from, such as `file`, `feedback` or `gate`. */
  readonly sources: Readonly<Record<string, number>>;
  /** SHA-256 over all rows, in an order that does not depend on how they were read. */
  readonly hash: string;
  /** When the oldest and the newest recorded request was decided, in milliseconds since 1970; `null` for a file's rows. */
  readonly from: number | null;
  readonly until: number | null;
}

/** Where a bundle comes from. Holds no time of day: the same input gives the same bytes. */
export interface Lineage {
  /** Version of the bundle that was in service; `null` for none. */
  readonly parent: string | null;
  readonly registry: string;
  readonly command: string;
  readonly seed: number;
}

/** What was in service and what was trained, on rows that neither was fitted on. */
export interface PairedTrial {
  readonly rows: number;
  /** Mean score in [0, 1], more being better: the share decided right, or 1 - squared error of a probability. */
  readonly before: number;
  readonly after: number;
  /** 95 % interval of `after - before` by a paired bootstrap. */
  readonly low: number;
  readonly high: number;
}

/** Heads that tell the routes of a registry apart. */
export interface RouteHeads {
  /** The head on the encoder's vectors; `undefined` when it was trained without an encoder. */
  readonly index: RouteHead | undefined;
  readonly fast: FastHead;
  /** Smallest cosine at which two texts count as the same; `undefined` when none can be trusted. */
  readonly sameText: number | undefined;
}

export interface RoutesPart {
  /** `fingerprintOfExamples` of the registry that it was trained for; with other examples it is not used. */
  readonly examples: string;
  /** Labelled prompts that were learnt from besides. */
  readonly labels: number;
  readonly heads: RouteHeads;
  readonly crossValidated: {
    readonly rows: number;
    readonly accuracy: number;
    readonly calibrationError: number;
  };
  readonly heldOut: PairedTrial & { readonly calibrationError: number };
}

export interface OutcomesPart {
  readonly heads: OutcomeHeads;
  /** Cross-validated; `auc` is `null` where all answers were alike. */
  readonly models: readonly {
    readonly name: string;
    readonly rows: number;
    readonly auc: number | null;
    readonly calibrationError: number;
  }[];
  readonly heldOut: PairedTrial;
}

/** What verdicts and opinions said about the gate. */
export interface GatePart {
  /** Lowest probability at which an answer passes, in [0, 1], by route; instead of the route's `gate.bar`. */
  readonly bars: Readonly<Record<string, number>>;
  /** By which the logits of the gate's probabilities are divided to fit the opinions: 1 when they fit as they are. */
  readonly temperature: number;
  readonly heldOut: PairedTrial;
}
