/** A registry of 150 routes on real prompts, through the command line; a sample, so that it is cheap enough for every run. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { dataUnavailable } from '../../../src/lab/data-folder.js';
import type { Evaluation } from '../../../src/lab/evaluate/evaluation.js';
import { drawEach, inScope, readIntents } from '../../../src/lab/suites/intent-rows.js';
import { dragoman } from '../../support/dragoman.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const missing = dataUnavailable();
if (missing !== undefined) console.log(`\n!!! SKIPPING the evaluation of 150 routes. ${missing}\n`);

const SEED = 1;
const [EXAMPLES, ROWS, STRANGERS] = [5, 2, 40];
/** Far below what is measured with all examples. */
const LEAST_ACCURACY = 0.75;

const routeOf = (label: string): string => label.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const POOL = `apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: {name: pool}
spec:
  default: large
  models:
    - {name: small, url: 'http://small:8000/v1', price: {input: 0.1, output: 0.4}}
    - {name: large, url: 'http://large:8000/v1', price: {input: 1, output: 4}}
`;

const routeDocument = (label: string): string => `---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: ${routeOf(label)}}
spec:
  examplesFrom: {file: examples.jsonl, label: '${label}'}
  target: small
`;

describe('dragoman eval of 150 routes', { skip: missing ?? false }, () => {
  const folder = temporaryFolder();

  it('tells routes apart, and what belongs to none', async () => {
    const train = drawEach(inScope(await readIntents('clinc150', 'train')), EXAMPLES, SEED);
    const dev = await readIntents('clinc150', 'dev');
    const known = drawEach(inScope(dev), ROWS, SEED);
    const strange = dev.filter(({ label }) => label === 'oos').slice(0, STRANGERS);
    const labels = [...new Set(train.map(({ label }) => label))].sort();
    const lines = (rows: readonly { readonly text: string; readonly label: string }[]): string =>
      rows.map(({ text, label }) => JSON.stringify({ text, label })).join('\n');
    writeFileSync(join(folder, 'registry.yaml'), POOL + labels.map(routeDocument).join(''));
    writeFileSync(join(folder, 'examples.jsonl'), lines(train));
    const labelled = [...known.map((row) => ({ ...row, label: routeOf(row.label) })), ...strange];
    writeFileSync(join(folder, 'prompts.jsonl'), lines(labelled));
    const out = join(folder, 'evaluation.json');
    const { status, stdout, stderr } = dragoman([
      ...['eval', folder, '--data', join(folder, 'prompts.jsonl'), '--out', out],
      ...['--html', join(folder, 'evaluation.html')],
    ]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /the 20 weakest of 150 routes/);
    const evaluation = JSON.parse(readFileSync(out, 'utf8')) as Evaluation;
    assert.equal(evaluation.rows, labelled.length);
    assert.equal(evaluation.routes.length, 150);
    const { bestRouteAccuracy, outOfScope } = evaluation;
    assert.ok((bestRouteAccuracy?.value ?? 0) > LEAST_ACCURACY, `accuracy ${bestRouteAccuracy?.value ?? ''}`);
    assert.equal(outOfScope.rows, strange.length);
    assert.ok(readFileSync(join(folder, 'evaluation.html'), 'utf8').length < 1_000_000);
  });
});
