/** CPU times of the heads and the encoder by themselves, without Envoy. All are of the whole process, its threads included. */
export interface HeadFigures {
  /** Milliseconds of one decision of the fast head at 150 routes: n-grams, static vector, scores. */
  readonly fastMs: number;
  /** One text through the encoder's thread, from the text to its vector. */
  readonly encoder: readonly EncoderFigure[];
  readonly longPrompt: LongPromptFigure;
  /** Milliseconds of scoring an embedded text against 1,000 routes of 50 examples each. */
  readonly scoringMs: number;
  readonly fits: readonly FitFigure[];
}

export interface EncoderFigure {
  /** Tokens of the text; the encoder's window holds at most 128 of them. */
  readonly tokens: number;
  readonly ms: number;
  /** The same tokens, ready made, through onnxruntime alone. */
  readonly bareMs: number;
  /** Median, over the rounds, of ours to bare. */
  readonly ratio: number;
}

export interface LongPromptFigure {
  readonly bytes: number;
  /** Texts that the encoder was given, each of one window at most. */
  readonly windows: number;
  /** Milliseconds of the whole judgement, encoder included. */
  readonly ms: number;
}

/** Both heads of a registry fitted, vectors given. */
export interface FitFigure {
  readonly routes: number;
  readonly examples: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}
