import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../../src/config/load.js';
import { DragomanError } from '../../../src/errors.js';
import { type MirrorFile, openMirror } from '../../../src/kube/mirror/mirror.js';
import { hashOf } from '../../../src/kube/resources/resource.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

function filesOf(texts: Readonly<Record<string, string>>): Map<string, MirrorFile> {
  return new Map(Object.entries(texts).map(([name, content]) => [name, { content, hash: hashOf(content) }]));
}

const POOL =
  'apiVersion: dragoman.dev/v1alpha1\nkind: ModelPool\nmetadata: {name: pool}\nspec: {default: m, models: [{name: m, url: "http://m/v1"}]}\n';

describe('openMirror', () => {
  const work = temporaryFolder();

  it('shows one version through links, and leaves nothing of older ones', async () => {
    const folder = join(work, 'shown', 'registry');
    const mirror = await openMirror(folder);
    assert.equal(mirror.isFilled, false);
    assert.equal(await mirror.put(filesOf({ 'a.yaml': 'a', 'b.txt': 'b' })), true);
    assert.equal(await mirror.put(filesOf({ 'a.yaml': 'a2', 'c.txt': 'c' })), true);
    assert.equal(mirror.isFilled, true);
    const names = await readdir(folder);
    assert.deepEqual(names.filter((name) => !name.startsWith('..')).sort(), ['a.yaml', 'c.txt']);
    assert.equal(names.filter((name) => name.startsWith('..')).length, 2, names.join());
    assert.equal(await readFile(join(folder, 'a.yaml'), 'utf8'), 'a2');
  });

  it('writes nothing when nothing changed, and only what changed otherwise', async () => {
    const folder = join(work, 'thrifty');
    const mirror = await openMirror(folder);
    await mirror.put(filesOf({ 'a.yaml': 'a', 'b.yaml': 'b' }));
    const before = await stat(join(folder, 'a.yaml'));
    assert.equal(await mirror.put(filesOf({ 'a.yaml': 'a', 'b.yaml': 'b' })), false);
    await mirror.put(filesOf({ 'a.yaml': 'a', 'b.yaml': 'b2' }));
    const after = await stat(join(folder, 'a.yaml'));
    assert.equal(after.ino, before.ino);
    assert.equal(after.mtimeMs, before.mtimeMs);
  });

  it('goes on with what an earlier process left, and removes what one that was killed left half done', async () => {
    const folder = join(work, 'restarted');
    await (await openMirror(folder)).put(filesOf({ 'a.yaml': 'a' }));
    await mkdir(join(folder, '..2020_half'));
    await writeFile(join(folder, '..2020_half', 'x.yaml'), 'x');
    await symlink('..2020_half', join(folder, '..data_tmp'));
    const mirror = await openMirror(folder);
    assert.equal(mirror.isFilled, true);
    assert.equal((await readdir(folder)).filter((name) => name.startsWith('..')).length, 2);
    assert.equal(await mirror.put(filesOf({ 'a.yaml': 'a' })), false);
  });

  it('takes a link that leads nowhere for an empty mirror', async () => {
    const folder = join(work, 'dangling');
    await mkdir(folder);
    await symlink('..gone', join(folder, '..data'));
    const mirror = await openMirror(folder);
    assert.equal(mirror.isFilled, false);
    await mirror.put(filesOf({ 'a.yaml': 'a' }));
    assert.equal(await readFile(join(folder, 'a.yaml'), 'utf8'), 'a');
  });

  it('lets documents name files beside them only', async () => {
    const folder = join(work, 'confined');
    const mirror = await openMirror(folder);
    const secret = join(work, 'secret.txt');
    await writeFile(secret, 'a token\n');
    for (const file of [secret, '../secret.txt', './../confined/../secret.txt']) {
      const route = `apiVersion: dragoman.dev/v1alpha1\nkind: Route\nmetadata: {name: r}\nspec: {target: m, examplesFrom: {file: ${file}}}\n`;
      await mirror.put(filesOf({ 'pool.yaml': POOL, 'route.yaml': route }));
      const loaded = loadRegistry(folder);
      assert.ok(!loaded.ok);
      assert.deepEqual(
        loaded.problems.map(({ path, message }) => [path, message.replace(/^".*" /, '')]),
        [['spec.examplesFrom.file', 'cannot be read: it lies outside of the folder of custom resources']],
      );
    }
    assert.equal((await openMirror(folder)).isFilled, true);
  });

  it("refuses a folder of somebody else's files, and touches none", async () => {
    const folder = join(work, 'mine');
    await mkdir(folder);
    await writeFile(join(folder, 'pool.yaml'), POOL);
    await assert.rejects(openMirror(folder), (error: unknown) => {
      assert.ok(error instanceof DragomanError);
      assert.equal(error.code, 'folder_unwritable');
      assert.match(error.message, /holds files of somebody else \(pool\.yaml\); name an empty folder$/);
      return true;
    });
    assert.equal(await readFile(join(folder, 'pool.yaml'), 'utf8'), POOL);
  });

  it('tells in one line where it cannot write', async () => {
    const file = join(work, 'file');
    await writeFile(file, '');
    await assert.rejects(openMirror(join(file, 'registry')), /^DragomanError: .* cannot be used: [^\n]*$/);
  });

  it('tells which version was read, so that a load can be told from the next', async () => {
    const folder = join(work, 'versions');
    const mirror = await openMirror(folder);
    await mirror.put(filesOf({ 'pool.yaml': POOL }));
    const first = loadRegistry(folder);
    await mirror.put(filesOf({ 'pool.yaml': `${POOL}# more\n` }));
    const second = loadRegistry(folder);
    assert.equal(mirror.hashesOf(first.mounted)?.get('pool.yaml'), hashOf(POOL));
    assert.equal(mirror.hashesOf(second.mounted)?.get('pool.yaml'), hashOf(`${POOL}# more\n`));
    assert.equal(mirror.hashesOf('..other'), undefined);
  });

  it('is never seen half written by a loader, however fast it changes', async () => {
    const folder = join(work, 'racing');
    const mirror = await openMirror(folder);
    const route = (n: number): string =>
      `apiVersion: dragoman.dev/v1alpha1\nkind: Route\nmetadata: {name: r${n}}\nspec: {match: [{headers: [{name: x, exact: "${n}"}]}], target: m}\n`;
    await mirror.put(filesOf({ 'pool.yaml': POOL }));
    const thread = new Worker(new URL('../../support/load-forever.js', import.meta.url), {
      workerData: folder,
    });
    for (let n = 0; n < 60; n += 1) {
      await mirror.put(
        filesOf(n % 2 === 0 ? { 'pool.yaml': POOL, [`r${n}.yaml`]: route(n) } : { 'pool.yaml': POOL }),
      );
    }
    thread.postMessage('stop');
    const { loads, faults } = await new Promise<{ loads: number; faults: string[] }>((resolve) => {
      thread.once('message', resolve);
    });
    assert.ok(loads > 0);
    assert.deepEqual(faults, []);
  });
});
