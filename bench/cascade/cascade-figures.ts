/** Sizes of the answers' text in bytes: a short one and a long one. */
export const ANSWER_SIZES = [1024, 8192] as const;
export type AnswerSize = (typeof ANSWER_SIZES)[number];

/** The same model, as the target of a plain route and as the first tier of a cascade whose gate passes its answers. */
export const CASCADE_TARGETS = ['direct', 'gated'] as const;
export type CascadeTarget = (typeof CASCADE_TARGETS)[number];

/** What a gated answer costs. */
export interface CascadeFigures {
  /** Round by round, in the order in which they were measured. */
  readonly cells: readonly CascadeCell[];
  readonly memory: CascadeMemory;
  readonly judge: readonly JudgeFigure[];
}

/** One target at one size in one round. Both targets share one Envoy and one Dragoman. */
export interface CascadeCell {
  readonly round: number;
  /** Of the answer's text. */
  readonly bytes: AnswerSize;
  readonly target: CascadeTarget;
  /** At a fixed rate. */
  readonly paced: CascadeLoad & { readonly p10Us: number; readonly p50Us: number };
  /** At saturation. */
  readonly saturated: CascadeLoad & {
    readonly seconds: number;
    /** CPU time in milliseconds, over all answers. */
    readonly envoyCpuMs: number;
    readonly dragomanCpuMs: number;
  };
}

export interface CascadeLoad {
  readonly answered: number;
  readonly failed: number;
  /** Answers of the model that is meant: of a cascade, the first tier. */
  readonly asMeant: number;
  /** Answers that Envoy delivered without the gate's word, since it did not come in time. */
  readonly unjudged: number;
}

/** Resident memory while gated requests are under way. */
export interface CascadeMemory {
  /** Requests at a time. */
  readonly concurrent: number;
  readonly bytes: AnswerSize;
  readonly load: CascadeLoad;
  readonly dragoman: MemoryCourse;
  readonly envoy: MemoryCourse;
}

/** Resident memory in MiB: before the first request, the most that was seen every 20 ms, and two seconds after the last. */
export interface MemoryCourse {
  readonly beforeMiB: number;
  readonly peakMiB: number;
  readonly afterMiB: number;
}

/** The gate by itself: milliseconds of CPU for one answer, the process's threads included. */
export interface JudgeFigure {
  readonly answer: 'prose' | 'code';
  /** Of the answer's text. */
  readonly bytes: number;
  /** Contracts, checks and the trained gate. */
  readonly judgeMs: number;
  /** Before it: the answer's body, read. */
  readonly readMs: number;
}
