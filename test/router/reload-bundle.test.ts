import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { DragomanError } from '../../src/errors.js';
import { compile } from '../../src/router/compile.js';
import { type Reloader, startReloading } from '../../src/router/reload.js';
import { FEATURE_NAMES, FEATURE_VERSION } from '../../src/signals/feature-vector.js';
import { formatOutcomeBundle } from '../../src/signals/outcome-bundle.js';
import type { OutcomeHeads } from '../../src/signals/outcome-heads.js';
import { eventually } from '../support/eventually.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const REGISTRY = `
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
const HEADS: OutcomeHeads = {
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

const [MODEL] = HEADS.models;

const BAD: readonly [what: string, bundle: string, message: RegExp][] = [
  [
    'of another feature version',
    formatOutcomeBundle({ ...HEADS, featureVersion: FEATURE_VERSION + 1 }),
    new RegExp(
      `fitted on version ${FEATURE_VERSION + 1} of the features .*, this is version ${FEATURE_VERSION}`,
    ),
  ],
  [
    'of other features',
    formatOutcomeBundle({ ...HEADS, featureMeans: new Float32Array(3) }),
    /\(3 numbers\).*fit the outcomes again/,
  ],
  [
    'with a number that is none',
    formatOutcomeBundle({ ...HEADS, models: MODEL === undefined ? [] : [{ ...MODEL, slope: NaN }] }),
    /models\[0\]\.slope is null, must be a finite number/,
  ],
  ['that was changed', formatOutcomeBundle(HEADS).replace('"rows": 100', '"rows": 999'), /checksum/],
  ['that was cut', formatOutcomeBundle(HEADS).slice(0, -100), /not valid JSON/],
];

describe('a bundle that cannot be used', () => {
  const folder = temporaryFolder();
  const bundle = join(folder, 'bundle.json');
  const told: unknown[] = [];
  let reloader: Reloader;

  const load = () => {
    const loaded = loadRegistry(folder);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    return loaded.registry;
  };

  before(async () => {
    writeFileSync(join(folder, 'registry.yaml'), REGISTRY);
    writeFileSync(bundle, formatOutcomeBundle(HEADS));
    reloader = startReloading(folder, await compile(load(), {}), {
      beforeSwap: () => Promise.resolve(),
      onLoaded: () => undefined,
      onRefused: () => undefined,
      onWaiting: () => undefined,
      onError: (error) => told.push(error),
    });
  });
  after(() => reloader.stop());

  for (const [what, text, message] of BAD) {
    it(`is refused in one line: one ${what}`, async () => {
      writeFileSync(bundle, text);
      await assert.rejects(compile(load(), {}), (error) => {
        assert.ok(error instanceof DragomanError);
        assert.equal(error.code, 'bundle_invalid');
        assert.match(error.message, message);
        assert.ok(error.message.startsWith(bundle) && !error.message.includes('\n'), error.message);
        return true;
      });
    });
  }

  it('leaves the old one in service, which says so until there is a good one', async () => {
    const serving = reloader.current;
    assert.ok(serving.outcomes !== undefined);
    for (const [what, text, message] of BAD) {
      writeFileSync(bundle, text);
      await reloader.reload();
      assert.equal(reloader.current, serving, what);
      assert.match(reloader.status.error ?? '', message);
      assert.match(String(told.at(-1)), message);
    }
    writeFileSync(bundle, formatOutcomeBundle({ ...HEADS, models: [] }));
    await eventually('the good bundle', () => reloader.current !== serving);
    assert.deepEqual([reloader.current.outcomes?.models, reloader.status.error], [[], undefined]);
  });
});
