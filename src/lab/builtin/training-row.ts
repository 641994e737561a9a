/** A text with its label, for a built-in head. */
export interface TrainingRow {
  readonly text: string;
  readonly label: string;
  /** Where it comes from; rows of one source are left out together. */
  readonly source: string;
  readonly licence: string;
  /** False for rows that only measure: their licence keeps them out of what ships, or they are the dev part. */
  readonly fit: boolean;
  /** How much the row counts beside others of its label and source; 1 by default. */
  readonly emphasis?: number;
}

/** What keeps the weights of a head small. */
export interface FitStrength {
  /** Weight of squared weights in the part on the embedding and the features. */
  readonly denseL2: number;
  /** The same of the part on n-grams. */
  readonly sparseL2: number;
  /** Factor of the features, which are in [0, 1], beside an embedding of numbers about .05. */
  readonly featureScale: number;
}

/** What a built-in head is made of. */
export interface Recipe {
  readonly name: string;
  readonly labels: readonly string[];
  readonly rows: readonly TrainingRow[];
  /** Rows of the same sources, kept apart by the data sets themselves. */
  readonly dev: readonly TrainingRow[];
  /** Sources left out together, one fold after another; a source in none of them is only measured. */
  readonly folds: readonly (readonly string[])[];
  /** Sentences that stand for each label; absent for none. */
  readonly anchors?: Readonly<Record<string, readonly string[]>>;
  /** Factor of the anchors' cosines. */
  readonly prior: number;
  /** Share of each label's weight that our own prompts have, where there are others, in (0, 1). */
  readonly ownShare: number;
  /** Share of "yes" that the calibration of a two-label head assumes, in (0, 1). */
  readonly prevalence?: number;
  /** Held against large weights, where the usual strength is too little. */
  readonly strength?: FitStrength;
  /** Sources of harmless rows that look bad; the card says how many of them are flagged. */
  readonly hardBenign?: readonly string[];
  /** Whether the card says what the rows that only measure would have added. */
  readonly tryRest?: boolean;
  /** Positions of the hashed n-grams, a power of two. */
  readonly ngrams: number;
  /** Single sentences that the n-gram part is fitted on, where the worst sentence of a text counts; absent for whole texts. */
  readonly segments?: readonly TrainingRow[];
  /** What the card says: what the label means, and what is weak. */
  readonly about: string;
}

export const OWN_LICENCE = 'Apache-2.0 (written for Dragoman)';
