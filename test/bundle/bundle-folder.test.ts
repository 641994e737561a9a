import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type BundleFolder, openBundleFolder } from '../../src/bundle/bundle-folder.js';
import { loadBundle } from '../../src/bundle/load-bundle.js';
import { DragomanError } from '../../src/errors.js';
import { fitExpectation } from '../../src/signals/feature-vector.js';
import { bundleText } from '../support/build-bundle.js';
import { fakeEncoder } from '../support/fake-encoder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const expected = fitExpectation(fakeEncoder().checksum);
const mover = { by: 'test', reason: 'because', at: 1_000 };
const [one, two, three] = ['one', 'two', 'three'].map(bundleText);

describe('openBundleFolder', () => {
  assert.ok(one && two && three);

  const fill = async (): Promise<BundleFolder> => {
    const folder = openBundleFolder(join(temporaryFolder(), 'bundles'));
    for (const bundle of [one, two, three]) await folder.write(bundle);
    return folder;
  };

  it('is empty where there is no folder', async () => {
    const folder = openBundleFolder(join(temporaryFolder(), 'none'));
    assert.deepEqual(await folder.list(), []);
    assert.deepEqual(await folder.pointers(), { active: null, candidate: null });
    assert.deepEqual(await folder.history(), []);
  });

  it('holds each bundle once, by its version', async () => {
    const folder = await fill();
    await folder.write(one);
    assert.deepEqual(await folder.list(), [one.version, two.version, three.version].sort());
    assert.ok(((await folder.size(one.version)) ?? 0) > 0);
    const read = await folder.read(two.version, expected);
    assert.ok(read.ok);
    assert.equal(read.value.lineage.parent, 'two');
    const loaded = await loadBundle({ directory: folder.directory, version: two.version, expected });
    assert.deepEqual(loaded, read);
  });

  it('promotes, and rolls back step by step, never to and fro', async () => {
    const folder = await fill();
    await folder.promote(one.version, mover);
    await folder.promote(two.version, mover);
    await folder.promote(two.version, mover);
    await folder.promote(three.version, mover);
    assert.equal(await folder.rollBack(mover, one.version), three.version, 'another bundle is in service');
    assert.equal(await folder.rollBack(mover), two.version);
    assert.equal(await folder.rollBack(mover), one.version);
    assert.equal((await folder.pointers()).active, one.version);
    assert.equal(await folder.rollBack(mover), null);
    await assert.rejects(folder.rollBack(mover), /no bundle was promoted/);
    const told = (await folder.history()).map(({ action, before, version }) => [action, before, version]);
    assert.deepEqual(told, [
      ['promote', null, one.version],
      ['promote', one.version, two.version],
      ['promote', two.version, three.version],
      ['rollback', three.version, two.version],
      ['rollback', two.version, one.version],
      ['rollback', one.version, null],
    ]);
  });

  it('has one candidate, which is none any more once it is promoted', async () => {
    const folder = await fill();
    await folder.nominate(two.version, mover);
    assert.deepEqual(await folder.pointers(), { active: null, candidate: two.version });
    await folder.promote(two.version, mover);
    assert.deepEqual(await folder.pointers(), { active: two.version, candidate: null });
    await folder.nominate(three.version, mover);
    await folder.nominate(null, mover);
    assert.deepEqual(await folder.pointers(), { active: two.version, candidate: null });
  });

  it('takes promotions at the same time one after the other', async () => {
    const folder = await fill();
    const others = [one, two, three].map(({ version }) =>
      openBundleFolder(folder.directory).promote(version, mover),
    );
    await Promise.all(others);
    const history = await folder.history();
    assert.equal(history.length, 3);
    for (const [at, event] of history.entries()) {
      assert.equal(
        event.before,
        history[at - 1]?.version ?? null,
        'each begins where the one before it ended',
      );
    }
    assert.equal((await folder.pointers()).active, history.at(-1)?.version);
    const left = readdirSync(folder.directory).filter(
      (name) => !/^([0-9a-f]{12}\.json\.gz|active|history\.jsonl)$/.test(name),
    );
    assert.deepEqual(left, []);
  });

  it('refuses a bundle that is damaged, missing or under another name', async () => {
    const folder = await fill();
    const problem = async (version: string): Promise<string> => {
      const read = await folder.read(version, expected);
      assert.ok(!read.ok);
      assert.equal(read.problem.code, 'bundle_invalid');
      return read.problem.message;
    };
    const path = (version: string): string => join(folder.directory, `${version}.json.gz`);
    assert.match(await problem('0123456789ab'), /cannot be read: ENOENT/);
    const text = gunzipSync(readFileSync(path(one.version))).toString();
    writeFileSync(path(one.version), gzipSync(text.replace('"seed": 1', '"seed": 9')));
    assert.match(await problem(one.version), /does not fit its checksum/);
    writeFileSync(path(two.version), readFileSync(path(two.version)).subarray(0, 60));
    assert.match(await problem(two.version), /cannot be read/);
    renameSync(path(three.version), path('0123456789ab'));
    assert.match(await problem('0123456789ab'), new RegExp(`holds the bundle ${three.version}`));
  });

  it('passes over damaged lines of its history', async () => {
    const folder = await fill();
    await folder.promote(one.version, mover);
    const path = join(folder.directory, 'history.jsonl');
    writeFileSync(path, `{"at": 3,\n${readFileSync(path, 'utf8')}{"at": "x"}\n`);
    await folder.promote(two.version, mover);
    assert.equal(await folder.rollBack(mover), one.version);
  });

  it('says so when it cannot be written', async (context) => {
    const folder = await fill();
    if (process.getuid?.() === 0) {
      // Permissions do not bind the superuser: a file where the folder should be does.
      const path = join(temporaryFolder(), 'file');
      writeFileSync(path, '');
      const isRefused = (error: unknown): boolean =>
        error instanceof DragomanError && error.code === 'folder_unwritable';
      await assert.rejects(openBundleFolder(path).promote(one.version, mover), isRefused);
      return;
    }
    chmodSync(folder.directory, 0o500);
    context.after(() => {
      chmodSync(folder.directory, 0o700);
    });
    await assert.rejects(folder.promote(one.version, mover), /cannot be written/);
  });
});
