import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { loadRegistry } from '../../src/config/load.js';
import { FIXTURES, fixtureNames, problemLines, registryOf } from './fixtures.js';

const scratch = mkdtempSync(join(tmpdir(), 'dragoman-load-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

let folders = 0;

/** A fresh folder with these files. */
function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(scratch, String(folders++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const POOL = `apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec: { default: large, models: [{ name: large, url: "http://large:8000" }] }
`;

function route(name: string, spec: string): string {
  return `apiVersion: dragoman.dev/v1alpha1\nkind: Route\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

describe('loadRegistry', () => {
  for (const name of fixtureNames('good')) {
    it(`accepts ${name}`, () => {
      const registry = registryOf(join(FIXTURES, 'good', name));
      assert.match(registry.version, /^[0-9a-f]{12}$/);
      assert.equal(registry.directory, join(FIXTURES, 'good', name));
    });
  }

  it('accepts a single file', () => {
    const registry = registryOf(join(FIXTURES, 'good/smallest/registry.yaml'));
    assert.equal(registry.directory, join(FIXTURES, 'good/smallest'));
    assert.deepEqual([...registry.pool.models.keys()], ['small', 'large']);
  });

  it('reads a mounted ConfigMap, swap after swap', () => {
    const mount = folderOf({});
    const publish = (version: string, source: string): void => {
      cpSync(join(FIXTURES, 'good', source), join(mount, version), { recursive: true });
      symlinkSync(version, join(mount, '..data_tmp'));
      renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
    };
    publish('..2024_01', 'example-files');
    for (const name of ['pool.yaml', 'routes.yaml', 'greetings.txt', 'labelled.jsonl.gz']) {
      symlinkSync(join('..data', name), join(mount, name));
    }
    const before = registryOf(mount);
    assert.equal(before.version, registryOf(join(FIXTURES, 'good/example-files')).version);
    assert.equal(before.routes.length, 3);
    publish('..2024_02', 'example-files');
    writeFileSync(join(mount, '..2024_02/greetings.txt'), 'good night\n');
    const swapped = registryOf(mount);
    assert.notEqual(swapped.version, before.version);
    assert.deepEqual(swapped.routes.find(({ name }) => name === 'greetings')?.examples, [
      'hello',
      'good night',
    ]);
  });

  it('blames no file of a version that Kubernetes deletes while it is read', async () => {
    const folder = folderOf({});
    // From another thread: loading is synchronous, and only then can a swap fall into the midst of it.
    const swapper = new Worker(new URL('../support/swap-mount-forever.js', import.meta.url), {
      workerData: {
        folder,
        files: { 'pool.yaml': POOL, 'routes.yaml': route('a', '{ examples: [hi], target: large }') },
      },
    });
    try {
      await once(swapper, 'message');
      for (let load = 0; load < 300; load += 1) assert.deepEqual(problemLines(folder), []);
    } finally {
      await swapper.terminate();
    }
  });

  it('skips names with a leading dot, folders and other files', () => {
    const folder = folderOf({ 'pool.yaml': POOL, '.draft.yaml': '[', 'notes.md': '[' });
    mkdirSync(join(folder, 'nested.yaml'));
    assert.equal(registryOf(folder).pool.default, 'large');
  });

  it('tells every problem at once, by file and line', () => {
    const folder = folderOf({
      'a.yaml': POOL.replace('http://large:8000', 'ftp://large'),
      'b.yaml': [
        route('one', '{ examples: [a], target: large, colour: red }'),
        route('none', '{ target: x }'),
      ].join('---\n'),
      'c.yaml': '[',
    });
    assert.deepEqual(
      problemLines(folder).map((line) => line.split(' ').slice(0, 2).join(' ')),
      [
        'a.yaml:4:54 spec.models[0].url',
        'b.yaml:4:39 spec.colour',
        'b.yaml:8:19 metadata.name',
        'b.yaml:9:7 spec',
        'b.yaml:9:17 spec.target',
        'c.yaml:1:2 is',
      ],
    );
  });

  it('tells a missing pool beside other problems', () => {
    const folder = folderOf({ 'routes.yaml': route('one', '{ match: [{}], target: large }') });
    assert.equal(problemLines(folder).length, 2);
  });

  it('blames a broken pool alone, not the routes that name its models', () => {
    const folder = folderOf({
      'pool.yaml': POOL.replace('models:', 'modles:'),
      'routes.yaml': route('one', '{ match: [{ models: [auto] }], target: large }'),
    });
    assert.deepEqual(problemLines(folder), [
      'pool.yaml:4:25 spec.modles is not a known key; did you mean "models"?',
    ]);
  });

  it('tells the first ten bad rows of an example file and counts the rest', () => {
    const folder = folderOf({
      'pool.yaml': POOL,
      'routes.yaml': ['one', 'two']
        .map((name) => route(name, `{ examplesFrom: { file: rows.jsonl, label: ${name} }, target: large }`))
        .join('---\n'),
      'rows.jsonl': 'bad\n'.repeat(25),
    });
    const lines = problemLines(folder);
    assert.equal(lines.length, 11);
    assert.equal(lines[0], 'rows.jsonl has 15 more bad rows');
  });

  it('refuses a folder, a link to nowhere and a location that is not there', () => {
    const folder = folderOf({ 'pool.yaml': POOL });
    symlinkSync('nowhere.yaml', join(folder, 'link.yaml'));
    assert.deepEqual(problemLines(folder), ['link.yaml does not exist']);
    assert.deepEqual(problemLines(join(scratch, 'absent')), ['. does not exist']);
  });

  it('changes its version with every byte and with the name of a file', () => {
    const versions = [
      folderOf({ 'pool.yaml': POOL }),
      folderOf({ 'pool.yaml': `${POOL}#` }),
      folderOf({ 'other.yaml': POOL }),
    ].map((folder) => registryOf(folder).version);
    assert.equal(new Set(versions).size, 3);
  });

  it('tells which files it tried, also when it refuses them', () => {
    const source = route('r', '{ target: large, examplesFrom: { file: absent.txt } }');
    const folder = folderOf({ 'pool.yaml': POOL, 'route.yaml': source });
    const result = loadRegistry(folder);
    assert.deepEqual(!result.ok && result.files, ['pool.yaml', 'route.yaml', 'absent.txt']);
    writeFileSync(join(folder, 'absent.txt'), 'one\ntwo\n');
    assert.deepEqual(registryOf(folder).files, ['pool.yaml', 'route.yaml', 'absent.txt']);
    const nowhere = loadRegistry(join(scratch, 'absent'));
    assert.deepEqual(!nowhere.ok && nowhere.files, []);
  });

  it('warns of what is valid but doubtful', () => {
    const result = loadRegistry(join(FIXTURES, 'good/doubtful'));
    assert.ok(result.ok);
    assert.deepEqual(
      result.warnings.map(({ line, path, code }) => [line, path, code]),
      [
        [5, 'spec.default', 'registry_doubtful'],
        [15, 'spec.examples', 'registry_doubtful'],
        [15, 'spec.examples[1]', 'registry_doubtful'],
        [22, 'spec', 'registry_doubtful'],
        [31, 'spec.cascade.tiers[1]', 'registry_doubtful'],
        [32, 'spec.cascade.gate.bar', 'registry_doubtful'],
        [34, 'spec.cascade.prefix', 'registry_doubtful'],
        [35, 'spec.cascade.start.quality', 'registry_doubtful'],
      ],
    );
  });

  it('loads 150 routes of 100 examples', () => {
    const examples = (name: number): string =>
      Array.from({ length: 100 }, (_, n) => `    - example ${n} of ${name}\n`).join('');
    const text = Array.from({ length: 150 }, (_, n) =>
      route(`r${n}`, `\n  target: large\n  examples:\n${examples(n)}`),
    );
    const registry = registryOf(folderOf({ 'all.yaml': [POOL, ...text].join('---\n') }));
    assert.equal(
      registry.routes.reduce((sum, { examples: { length } }) => sum + length, 0),
      15_000,
    );
  });
});
