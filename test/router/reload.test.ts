import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { compile } from '../../src/router/compile.js';
import { type Reloader, type ReloadHooks, startReloading } from '../../src/router/reload.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { eventually } from '../support/eventually.js';

const poolOf = (...models: readonly string[]): string => `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: {name: pool}
spec:
  default: ${models[0] ?? ''}
  models:
${models.map((name) => `    - {name: ${name}, url: "http://${name}:8000/v1"}`).join('\n')}
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

  const start = async (): Promise<void> => {
    const loaded = loadRegistry(mount.directory);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    reloader = startReloading(mount.directory, await compile(loaded.registry, undefined), hooks);
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
    const first = await compile(loaded.registry, undefined);
    mount.swap({ 'pool.yaml': poolOf('late') });
    reloader = startReloading(mount.directory, first, hooks);
    await eventually('the late change', () => modelsOf(reloader.current).includes('late'));
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
    let finish = (): void => undefined;
    await reloader.stop();
    hooks = { ...hooks, beforeSwap: () => new Promise((resolve) => (finish = resolve)) };
    await start();
    mount.swap({ 'pool.yaml': poolOf('two') });
    const reloading = reloader.reload();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(modelsOf(reloader.current), ['one']);
    finish();
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

  it('stops looking when it is told to', async () => {
    await reloader.stop();
    mount.swap({ 'pool.yaml': poolOf('two') });
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.deepEqual([reloader.status.loads, events], [1, []]);
  });
});
