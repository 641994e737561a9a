import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { aimsOf } from '../../../bench/aims.js';
import { ANSWER_SIZES, CASCADE_TARGETS } from '../../../bench/cascade/cascade-figures.js';
import { BODY_SIZES } from '../../../bench/path/bodies.js';
import { type PathFigures, PATH_TARGETS } from '../../../bench/path/path-figures.js';
import type { Results } from '../../../bench/results.js';

function pathOf({ path }: Results): PathFigures {
  assert.ok(path !== undefined);
  return path;
}

/** No test asserts a time: this one only sees that the bench runs and keeps every figure. */
describe('npm run bench -- --quick', () => {
  let folder: string;
  let printed: string;
  let results: Results;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-bench-test-'));
    const out = join(folder, 'results.json');
    const main = fileURLToPath(new URL('../../../bench/main.js', import.meta.url));
    const run = await promisify(execFile)(process.execPath, [main, '--quick', '--out', out]);
    printed = run.stdout;
    results = JSON.parse(await readFile(out, 'utf8')) as Results;
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('measures every target with every size', () => {
    const cells = pathOf(results).cells.filter(({ load }) => load !== 'trace');
    assert.deepEqual(
      cells.map(({ load, target }) => `${load} ${target}`).sort(),
      BODY_SIZES.flatMap((bytes) => PATH_TARGETS.map((target) => `${bytes} ${target}`)).sort(),
    );
  });

  it('measures the heads and the encoder by themselves', () => {
    const { heads } = results;
    assert.ok(heads !== undefined);
    assert.deepEqual(
      heads.encoder.map(({ tokens }) => tokens),
      [20, 128, 512],
    );
    assert.ok(heads.longPrompt.windows > 0);
    assert.ok(heads.fits.length > 0);
    assert.match(printed, /fast head, 150 routes/);
  });

  it('measures the embedded store', () => {
    const { records, settings } = results;
    assert.ok(records !== undefined);
    assert.equal(records.records, settings.records);
    for (const [name, value] of Object.entries(records)) assert.ok(value > 0, name);
    assert.match(printed, /size of the file, a record/);
  });

  it('replays traffic that the fast layers decide', () => {
    const { replay } = results;
    assert.ok(replay !== undefined);
    assert.deepEqual(
      replay.sets.map(({ name }) => name),
      ['rules', 'cache', 'fast head', 'mixed'],
    );
    for (const { perSecond, cpuUs } of replay.sets) assert.ok(perSecond > 0 && cpuUs > 0);
    assert.equal(replay.sets[0]?.layers['rules'], 1);
    assert.match(printed, /replayed a second/);
  });

  it('measures a cascade beside a plain route, every answer from its first tier', () => {
    const { cascade } = results;
    assert.ok(cascade !== undefined);
    assert.deepEqual(
      cascade.cells.map(({ bytes, target }) => `${bytes} ${target}`),
      ANSWER_SIZES.flatMap((bytes) => CASCADE_TARGETS.map((target) => `${bytes} ${target}`)),
    );
    const loads = [
      cascade.memory.load,
      ...cascade.cells.flatMap(({ paced, saturated }) => [paced, saturated]),
    ];
    for (const { answered, failed, asMeant } of loads) {
      assert.ok(answered > 0);
      assert.equal(failed, 0);
      assert.equal(asMeant, answered);
    }
    for (const { beforeMiB, peakMiB } of [cascade.memory.dragoman, cascade.memory.envoy]) {
      assert.ok(beforeMiB > 0 && peakMiB >= beforeMiB);
    }
    assert.match(printed, /Dragoman CPU ms/);
  });

  it('has every request answered, but what the recorded traffic has that is no request', () => {
    for (const { load, steady, saturated, half } of pathOf(results).cells) {
      for (const { answered, failed, statuses } of [steady, saturated, half]) {
        assert.ok(answered > 0);
        if (load !== 'trace') assert.equal(failed, 0);
        const classes = Object.keys(statuses).map((status) => status[0]);
        assert.ok(
          classes.every((first) => first === '2' || first === '4'),
          JSON.stringify(statuses),
        );
      }
    }
  });

  it('has each target decided the way that it stands for', () => {
    for (const target of PATH_TARGETS) {
      const own = pathOf(results).cells.filter((cell) => cell.target === target);
      // On a busy machine the costlier layers are left out for most of the requests.
      const asMeant = own.reduce((sum, { steady, half }) => sum + steady.asMeant + half.asMeant, 0);
      assert.ok(asMeant > 0, target);
    }
  });

  it('keeps memory, starts and the machine beside the figures', () => {
    const { memory, starts, settings } = pathOf(results);
    assert.equal(starts.length, settings.starts);
    for (const { readyMs, cpuMs } of starts) assert.ok(readyMs > 0 && cpuMs > 0);
    for (const { residentMiB, peakMiB } of Object.values(memory)) {
      assert.ok(residentMiB > 0 && peakMiB >= residentMiB);
    }
    const { machine } = results;
    assert.ok(machine.cores > 0);
    assert.match(machine.envoy, /^\d+\.\d+\.\d+$/);
    assert.equal(machine.node, process.versions.node);
    assert.match(pathOf(results).generator, /^12\./);
  });

  it('has a figure for every aim, and prints it', () => {
    for (const { what, measured } of aimsOf(results)) {
      assert.ok(Number.isFinite(measured), what);
      assert.ok(printed.includes(what), what);
    }
  });
});
