import { FEATURE_NAMES, FEATURE_VERSION } from '../../src/signals/feature-vector.js';
import { formatOutcomeBundle } from '../../src/signals/outcome-bundle.js';
import type { OutcomeHeads } from '../../src/signals/outcome-heads.js';

/** A registry whose outcomes are in `bundle.json`. */
export const BUNDLE_REGISTRY = `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec: { default: small, models: [{ name: small, url: 'http://small:8000/v1' }] }
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: all }
spec: { objective: { quality: 0.9, prefer: cost }, match: [{ path: / }] }
---
apiVersion: dragoman.dev/v1alpha1
kind: RouterPolicy
metadata: { name: policy }
spec: { outcomes: bundle.json }
`;

const size = FEATURE_NAMES.length;
const line = { weights: new Float32Array(size), bias: 0 };

/** Heads without an embedding that know one model. */
export const OUTCOME_HEADS: OutcomeHeads = {
  ...{ encoder: '', featureVersion: FEATURE_VERSION, domains: [], domainHead: undefined, difficulty: line },
  ...{
    centre: new Float32Array(),
    featureMeans: new Float32Array(size),
    featureScales: new Float32Array(size),
  },
  models: [
    {
      ...{ name: 'small', rows: 100, prior: Float32Array.of(0.5), own: line },
      ...{ slope: 1, offset: 0, spread: 0.1, length: undefined },
    },
  ],
};

const [MODEL] = OUTCOME_HEADS.models;

/** Texts of bundles that cannot be used, and what is said of them. */
export const BAD_BUNDLES: readonly [what: string, bundle: string, message: RegExp][] = [
  [
    'of another feature version',
    formatOutcomeBundle({ ...OUTCOME_HEADS, featureVersion: FEATURE_VERSION + 1 }),
    new RegExp(
      `fitted on version ${FEATURE_VERSION + 1} of the features .*, this is version ${FEATURE_VERSION}`,
    ),
  ],
  [
    'of other features',
    formatOutcomeBundle({ ...OUTCOME_HEADS, featureMeans: new Float32Array(3) }),
    /\(3 numbers\).*fit the outcomes again/,
  ],
  [
    'with a number that is none',
    formatOutcomeBundle({ ...OUTCOME_HEADS, models: MODEL === undefined ? [] : [{ ...MODEL, slope: NaN }] }),
    /models\[0\]\.slope is null, must be a finite number/,
  ],
  ['that was changed', formatOutcomeBundle(OUTCOME_HEADS).replace('"rows": 100', '"rows": 999'), /checksum/],
  ['that was cut', formatOutcomeBundle(OUTCOME_HEADS).slice(0, -100), /not valid JSON/],
];
