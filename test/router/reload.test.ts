import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint } from '../../src/config/fingerprint.js';
import { loadRegistry, type LoadResult } from '../../src/config/load.js';
import type { Embedding, Encoder } from '../../src/embed/encoder.js';
import { compile } from '../../src/router/compile/compile.js';
import { type Reloader, type ReloadHooks, startReloading } from '../../src/router/reload.js';
import { lacksIndex, type Snapshot } from '../../src/router/snapshot.js';
import { eventually } from '../support/eventually.js';
import { fakeEncoder } from '../support/fake-encoder.js';

const poolOf = (...models: readonly string[]): string => `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: {name: pool}
spec:
  default: ${models[0] ?? ''}
  models:
${models.map((name) => `    - {name: ${name}, url: "http://${name}:8000/v1"}`).join('\n')}
`;

const routeOf = (examples: string): string => `
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: cooking}
spec: {target: one, ${examples}}
`;

/** A folder as the kubelet mounts a ConfigMap: each file a link through `..data`, which alone is swapped. */
class ConfigMapMount {
  readonly directory = mkdtempSync(join(tmpdir(), 'dragoman-reload-'));
  #version = 0;

  /** @param files the whole new content */
  swap(files: Readonly<Record<string, string>>): void {
    this.#version += 1;
    const data = `..version_${this.#version}`;
    mkdirSync(join(this.directory, data));
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(this.directory, data, name), text);
      rmSync(join(this.directory, name), { force: true });
      symlinkSync(join('..data', name), join(this.directory, name));
    }
    symlinkSync(data, join(this.directory, '..data_tmp'));
    renameSync(join(this.directory, '..data_tmp'), join(this.directory, '..data'));
    if (this.#version > 1) {
      rmSync(join(this.directory, `..version_${this.#version - 1}`), { recursive: true });
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const modelsOf = ({ registry }: Snapshot): string[] => [...registry.pool.models.keys()];

describe('startReloading', () => {
  let mount: ConfigMapMount;
  let reloader: Reloader;
  let events: string[];
  let hooks: ReloadHooks;

  const start = async (encoder?: Encoder, budgetMs?: number): Promise<void> => {
    const loaded = loadRegistry(mount.directory);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const first = await compile(loaded.registry, { encoder }, budgetMs === undefined ? {} : { budgetMs });
    reloader = startReloading(mount.directory, first, hooks);
  };

  beforeEach(async () => {
    mount = new ConfigMapMount();
    events = [];
    hooks = {
      beforeSwap: (next, current) => {
        events.push(`prepare ${modelsOf(current).join('+')} -> ${modelsOf(next).join('+')}`);
        return Promise.resolve();
      },
      onLoaded: (next) => events.push(`loaded ${modelsOf(next).join('+')}`),
      onRefused: (problems) => events.push(`refused ${problems.map(({ code }) => code).join(', ')}`),
      onWaiting: (reason) => events.push(`waiting: ${reason}`),
      onError: (error) => events.push(`failed ${String(error)}`),
    };
    mount.swap({ 'pool.yaml': poolOf('one') });
    await start();
  });

  afterEach(async () => {
    await reloader.stop();
    mount.remove();
  });

  it('notices a swap of ..data by itself, and prepares before it serves', async () => {
    const inFlight = reloader.current;
    mount.swap({ 'pool.yaml': poolOf('one', 'two') });
    await eventually('the new registry', () => reloader.status.loads === 2);
    assert.deepEqual(modelsOf(reloader.current), ['one', 'two']);
    assert.deepEqual(events, ['prepare one -> one+two', 'loaded one+two']);
    assert.deepEqual(modelsOf(inFlight), ['one'], 'a request in flight keeps its own');
  });

  it('finds what changed while the first snapshot was made', async () => {
    await reloader.stop();
    const loaded = loadRegistry(mount.directory);
    assert.ok(loaded.ok);
    const first = await compile(loaded.registry, {});
    mount.swap({ 'pool.yaml': poolOf('late') });
    reloader = startReloading(mount.directory, first, hooks);
    await eventually('the late change', () => modelsOf(reloader.current).includes('late'));
  });

  it('does not load again what had been seen before, only what has changed since', async () => {
    await reloader.stop();
    const seen = fingerprint(mount.directory, []);
    const loaded = loadRegistry(mount.directory);
    assert.ok(loaded.ok);
    const reads: string[][] = [];
    const onRead = (result: LoadResult): void => {
      if (result.ok) reads.push([...result.registry.pool.models.keys()]);
    };
    const first = await compile(loaded.registry, {});
    reloader = startReloading(mount.directory, first, { ...hooks, onRead }, { seen });
    await sleep(1_200);
    mount.swap({ 'pool.yaml': poolOf('late') });
    await eventually('the late change', () => modelsOf(reloader.current).includes('late'));
    assert.deepEqual(reads, [['late']]);
  });

  it('keeps the last good registry when the new one is bad, and says so until it is mended', async () => {
    const good = reloader.current;
    for (const [bad, code] of [
      ['spec: [', 'registry_syntax'],
      [poolOf('one').replace('default: one', 'default: two'), 'registry_reference'],
      [poolOf('one').replace('models:', 'modelz:'), 'registry_invalid'],
    ] as const) {
      mount.swap({ 'pool.yaml': bad });
      await reloader.reload();
      assert.equal(reloader.current, good);
      assert.ok(
        reloader.status.problems.some((problem) => problem.code === code),
        code,
      );
    }
    assert.ok(reloader.status.refusals >= 3);
    assert.equal(reloader.status.loads, 1);

    mount.swap({ 'pool.yaml': poolOf('one') });
    await reloader.reload();
    assert.deepEqual([reloader.status.problems, reloader.current], [[], good]);
    assert.ok(!events.some((event) => event.startsWith('loaded')), 'the same registry is not loaded twice');
  });

  it('keeps the last good registry when the folder is gone', async () => {
    mount.remove();
    await reloader.reload();
    assert.deepEqual(modelsOf(reloader.current), ['one']);
    assert.equal(reloader.status.problems[0]?.code, 'registry_unreadable');
  });

  it('serves the old registry while the new one is being prepared', async () => {
    let finish: (() => void) | undefined;
    await reloader.stop();
    hooks = { ...hooks, beforeSwap: () => new Promise((resolve) => (finish = resolve)) };
    await start();
    mount.swap({ 'pool.yaml': poolOf('two') });
    const reloading = reloader.reload();
    const end = await eventually('the preparation', () => finish);
    assert.deepEqual(modelsOf(reloader.current), ['one']);
    end();
    await reloading;
    assert.deepEqual(modelsOf(reloader.current), ['two']);
  });

  it('serves on when the preparation fails, and takes the next registry', async () => {
    await reloader.stop();
    let fail = true;
    hooks = {
      ...hooks,
      beforeSwap: () => (fail ? Promise.reject(new Error('disk full')) : Promise.resolve()),
    };
    await start();
    mount.swap({ 'pool.yaml': poolOf('two') });
    await reloader.reload();
    assert.deepEqual(modelsOf(reloader.current), ['one']);
    assert.ok(events.includes('failed Error: disk full'));
    fail = false;
    await reloader.reload();
    assert.deepEqual(modelsOf(reloader.current), ['two']);
  });

  it('loads one after the other, and ends on the newest', async () => {
    const reloads = ['two', 'three', 'four'].map((name) => {
      mount.swap({ 'pool.yaml': poolOf(name) });
      return reloader.reload();
    });
    await Promise.all(reloads);
    assert.deepEqual(modelsOf(reloader.current), ['four']);
  });

  it('looks again when an example file is mended that only the refused registry names', async () => {
    mount.swap({ 'pool.yaml': poolOf('one'), 'route.yaml': routeOf('examplesFrom: {file: ../late.txt}') });
    await eventually('the refusal', () => reloader.status.refusals === 1);
    assert.equal(reloader.status.problems[0]?.code, 'registry_reference');
    mount.swap({
      'pool.yaml': poolOf('one'),
      'route.yaml': routeOf('examplesFrom: {file: late.txt}'),
    });
    await eventually('the next refusal', () => reloader.status.refusals === 2);
    writeFileSync(join(mount.directory, 'late.txt'), 'boil the pasta\nbake the bread\n');
    await eventually('the mended registry', () => reloader.status.loads === 2);
    assert.deepEqual(reloader.status.problems, []);
    assert.equal(
      events.filter((event) => event.startsWith('refused')).length,
      2,
      'each refusal is told once',
    );
  });

  it('stops looking when it is told to', async () => {
    await reloader.stop();
    mount.swap({ 'pool.yaml': poolOf('two') });
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.deepEqual([reloader.status.loads, events], [1, []]);
  });

  describe('with examples', () => {
    const pool = { 'pool.yaml': poolOf('one') };
    const small = { ...pool, 'route.yaml': routeOf('examples: [boil the pasta, bake the bread]') };
    const large = { ...pool, 'route.yaml': routeOf('examples: [boil the pasta, fry an egg]') };

    const restart = async (encoder: Encoder, budgetMs?: number): Promise<void> => {
      await reloader.stop();
      mount.swap(small);
      await start(encoder, budgetMs);
    };

    it('serves before all of them are embedded, and compares with them once they are', async () => {
      await restart(fakeEncoder(), 0);
      assert.equal(reloader.current.index, 'loading');
      assert.match(reloader.status.error ?? '', /still being embedded/);
      await eventually('the index', () => !lacksIndex(reloader.current));
      assert.deepEqual([reloader.status.loads, reloader.status.error], [1, undefined]);
      assert.deepEqual(events, [
        'waiting: the examples of the newest registry are still being embedded',
        'loaded one',
      ]);
    });

    it('tries an encoder that failed at the start again, and says so once', async () => {
      const encoder = fakeEncoder();
      encoder.failWith('down');
      await restart(encoder);
      const tried = encoder.asked.length;
      await eventually('another try', () => encoder.asked.length === tried + 9);
      assert.match(reloader.status.error ?? '', /does not embed/);
      encoder.failWith(undefined);
      await eventually('the index', () => !lacksIndex(reloader.current));
      assert.equal(reloader.status.error, undefined);
      assert.deepEqual(events, [
        'waiting: the encoder does not embed the examples of the newest registry',
        'loaded one',
      ]);
    });

    it('keeps an index in service until the next one is whole', async () => {
      const encoder = fakeEncoder();
      await restart(encoder);
      const whole = reloader.current;
      encoder.failWith('late');
      mount.swap(large);
      await eventually('the failure', () => reloader.status.error);
      assert.equal(reloader.current, whole);
      encoder.failWith(undefined);
      await reloader.reload();
      assert.ok(reloader.current.vectors.has('fry an egg') && !lacksIndex(reloader.current));
      assert.deepEqual([reloader.status.loads, reloader.status.error], [2, undefined]);
    });

    it('stops in the midst of embedding', async () => {
      const encoder = fakeEncoder();
      const embed = async (text: string, deadlineMs: number): Promise<Embedding> => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return encoder.embed(text, deadlineMs);
      };
      await restart({ ...encoder, embed }, 0);
      await eventually('the first text', () => encoder.asked.length > 0);
      await reloader.stop();
      assert.ok(lacksIndex(reloader.current) && encoder.asked.length < 5, `${encoder.asked.length} texts`);
      assert.ok(!events.some((event) => event.startsWith('failed')));
    });
  });
});
