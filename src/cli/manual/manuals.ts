import { AUDIT } from './audit.js';
import { BUNDLE } from './bundle.js';
import { CALIBRATE } from './calibrate.js';
import { CHECK } from './check.js';
import { COMPLETION } from './completion.js';
import { CONVERT } from './convert.js';
import { DIFF } from './diff.js';
import { DRIFT } from './drift.js';
import { ENVOY } from './envoy.js';
import { EVAL } from './eval.js';
import { EXPLAIN } from './explain.js';
import { FIT_OUTCOMES } from './fit-outcomes.js';
import { GATE } from './gate.js';
import { LINT } from './lint.js';
import type { Manual } from './manual.js';
import { MODELS } from './models.js';
import { PREDICT } from './predict.js';
import { RECORDS } from './records.js';
import { REPLAY } from './replay.js';
import { REPORT } from './report.js';
import { SERVE } from './serve.js';
import { TAIL } from './tail.js';
import { TRAIN } from './train.js';
import { WHATIF } from './whatif.js';

/** Every verb's manual by its name, in the order of the list of verbs. */
export const MANUALS = {
  serve: SERVE,
  envoy: ENVOY,
  check: CHECK,
  lint: LINT,
  convert: CONVERT,
  explain: EXPLAIN,
  eval: EVAL,
  diff: DIFF,
  predict: PREDICT,
  tail: TAIL,
  report: REPORT,
  drift: DRIFT,
  records: RECORDS,
  train: TRAIN,
  bundle: BUNDLE,
  'fit-outcomes': FIT_OUTCOMES,
  gate: GATE,
  calibrate: CALIBRATE,
  replay: REPLAY,
  whatif: WHATIF,
  audit: AUDIT,
  models: MODELS,
  completion: COMPLETION,
} as const satisfies Readonly<Record<string, Manual>>;

export type VerbName = keyof typeof MANUALS;
