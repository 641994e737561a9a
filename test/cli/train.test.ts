import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const REGISTRY = `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec: { default: small, models: [{ name: small, url: 'http://small:8000/v1' }, { name: large, url: 'http://large:8000/v1' }] }
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: pasta }
spec: { target: small, examples: [how to cook pasta, the best pasta sauce, pasta with tomatoes] }
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: array }
spec: { target: large, examples: [sort an array, an array of numbers, the length of the array] }
`;

/** Words that only labels tie to a route. */
const ROWS = Array.from({ length: 120 }, (_, at) => [
  { text: `spaghetti for ${at} people`, label: 'pasta' },
  { text: `linked list of ${at} items`, label: 'array' },
  { text: `number ${at}`, label: 'poetry' },
]).flat();

describe('dragoman train and bundle', () => {
  const folder = temporaryFolder();
  const registry = join(folder, 'registry.yaml');
  const data = join(folder, 'labels.jsonl');
  const bundles = join(folder, 'bundles');
  writeFileSync(registry, REGISTRY);
  writeFileSync(data, ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const train = (...more: readonly string[]) =>
    dragoman(['train', registry, '--data', data, '--bundles', bundles, '--encoder', 'none', ...more]);
  const bundle = (...argv: readonly string[]) => dragoman(['bundle', ...argv, '--bundles', bundles]);
  const versions = () =>
    readdirSync(bundles)
      .filter((name) => name.endsWith('.json.gz'))
      .map((name) => name.slice(0, 12));

  it('writes the same bundle twice, says how good it is, and what it left out', () => {
    const { status, stdout, stderr } = train();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^routes {4}\d+\.\d % before, \d+\.\d % after: \+\d+\.\d points \(95 % from \+/m);
    assert.match(stdout, /^outcomes {2}left out: 0 requests with graded answers/m);
    assert.match(stdout, /^gate {6}left out: no cascade/m);
    assert.match(stderr, /^120 rows left out: their labels name no route: "poetry" \(120\)$/m);
    const [version = ''] = versions();
    const bytes = readFileSync(join(bundles, `${version}.json.gz`));
    assert.equal(train().status, 0);
    assert.deepEqual(versions(), [version]);
    assert.deepEqual(readFileSync(join(bundles, `${version}.json.gz`)), bytes);
  });

  it('lists, shows, promotes and rolls back', () => {
    const [first = ''] = versions();
    assert.match(bundle('promote', first).stdout, new RegExp(`^${first} is in service\n$`));
    assert.equal(train('--seed', '2', '--candidate', '--tolerance', '0.2').status, 0);
    const second = versions().find((version) => version !== first) ?? '';
    const listed = bundle('list', '--table').stdout;
    assert.match(listed, new RegExp(`^${first} +active +[0-9a-f]{12} +-`, 'm'));
    assert.match(listed, new RegExp(`^${second} +candidate +[0-9a-f]{12} +${first}`, 'm'));
    const shown = bundle('show', 'candidate', '--table').stdout;
    assert.match(shown, new RegExp(`^parent +${first}$`, 'm'));
    assert.match(shown, /^made by +dragoman train --seed 2 --hold-out 0\.2 --tolerance 0\.2$/m);
    assert.match(
      bundle('diff', 'active', 'candidate', '--table').stdout,
      new RegExp(`^parent +- +${first}$`, 'm'),
    );
    assert.equal(bundle('promote', 'candidate', '--reason', 'looks good').status, 0);
    assert.equal(bundle('rollback').stdout, `${first} is in service again\n`);
    const history = bundle('history', '--table').stdout;
    assert.match(history, new RegExp(`promote +${first} +${second} +cli +looks good$`, 'm'));
    const json = JSON.parse(bundle('list').stdout) as { readonly version: string }[];
    assert.deepEqual(
      json.map(({ version }) => version),
      [first, second].sort(),
    );
  });

  it('lets eval measure a registry with a bundle', () => {
    const [version = ''] = versions();
    const accuracyOf = (...more: readonly string[]): number => {
      const argv = ['eval', registry, '--data', data, '--ignore-unknown', '--encoder', 'none', ...more];
      const { stdout, stderr } = dragoman(argv);
      const [, accuracy] = /^accuracy, % +([\d.]+)/m.exec(stdout) ?? [];
      assert.ok(accuracy !== undefined, stdout + stderr);
      return Number(accuracy);
    };
    const alone = accuracyOf();
    assert.ok(accuracyOf('--bundle', join(bundles, version)) > alone + 20, `${alone} % alone`);
    const absent = ['--ignore-unknown', '--encoder', 'none', '--bundle', join(folder, '0123456789ab')];
    assert.match(dragoman(['eval', registry, '--data', data, ...absent]).stderr, /bundle_invalid/);
  });

  it('refuses what it cannot use, in one line', () => {
    const refused = (argv: readonly string[], exitCode: number, message: RegExp): void => {
      const { status, stderr } = dragoman(argv);
      assert.deepEqual([status, stderr.match(message) !== null], [exitCode, true], stderr);
    };
    const known = ['--bundles', bundles];
    refused(
      ['bundle', 'promote', '0123456789ab', ...known],
      1,
      /0123456789ab\.json\.gz cannot be read: ENOENT/,
    );
    writeFileSync(join(bundles, 'ffffffffffff.json.gz'), 'no bundle');
    const { stdout, stderr } = bundle('list', '--table');
    assert.match(stderr, /^\S+ffffffffffff\.json\.gz: it cannot be read: incorrect header check\n$/);
    assert.equal(stdout.trimEnd().split('\n').length, 3, 'the head and two bundles');
    refused(['bundle', 'sell', ...known], 2, /bundle takes one of list, show, diff/);
    refused(['bundle', 'diff', 'active', ...known], 2, /bundle diff takes 2 versions, got 1/);
    refused(['bundle', 'rollback', '--bundles', join(folder, 'none')], 1, /no bundle was promoted/);
    refused(['train', registry], 2, /train needs --data FILE or --records URL/);
    refused(['train', registry, '--data', data, '--hold-out', '2'], 2, /--hold-out is "2", must be a number/);
    writeFileSync(join(folder, 'bad.jsonl'), '{"text": "a", "label": 7}\nnonsense\n');
    refused(
      ['train', registry, '--data', join(folder, 'bad.jsonl')],
      1,
      /line 1: label is 7.*\n.*line 2: not valid JSON/,
    );
  });

  it('learns from the corrections and opinions in a store', async () => {
    const url = `sqlite:${join(folder, 'records.db')}`;
    const store = await openRecordStore(url);
    const rows = ROWS.filter(({ label }) => label !== 'poetry');
    const { prompt } = buildStoredRecord('any');
    const at = Date.now() - 3_600_000;
    await store.append(
      rows.map(({ text }, row) =>
        buildStoredRecord(`record ${row}`, {
          at: at + row,
          prompt: { ...prompt, messages: [{ role: 'user', text }] },
        }),
      ),
    );
    await store.addFeedback(
      rows.map(({ label }, row) => ({
        ...{
          decision: `record ${row}`,
          source: 'user',
          at,
          score: null,
          route: label,
          model: null,
          tags: [],
        },
      })),
    );
    await store.close();
    const argv = [
      'train',
      registry,
      '--records',
      url,
      '--bundles',
      join(folder, 'learnt'),
      '--encoder',
      'none',
    ];
    const { status, stdout, stderr } = dragoman(argv);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^reading records: 240 in /m);
    assert.match(stdout, /^routes {4}\d+\.\d % before, (9\d|100)\.\d % after/m);
    const missing = dragoman(['train', registry, '--records', `sqlite:${join(folder, 'absent.db')}`]);
    assert.deepEqual(
      [missing.status, missing.stderr.includes('store_unavailable')],
      [1, true],
      missing.stderr,
    );
  });

  it('keeps nothing, and says so, when there is too little to learn from', () => {
    writeFileSync(join(folder, 'few.jsonl'), '{"text": "a", "label": "pasta"}\n');
    const few = ['train', registry, '--data', join(folder, 'few.jsonl'), '--encoder', 'none'];
    const { status, stdout } = dragoman([...few, '--bundles', join(folder, 'nothing')]);
    assert.equal(status, 3);
    assert.match(stdout, /^routes {4}left out: \d labelled prompts/m);
  });
});
