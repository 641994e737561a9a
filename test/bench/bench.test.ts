import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { aimsOf } from '../../bench/aims.js';
import { BODY_SIZES } from '../../bench/bodies.js';
import { ANSWER_SIZES, CASCADE_TARGETS } from '../../bench/cascade/cascade-figures.js';
import { TARGETS, type Results } from '../../bench/results.js';
import { summarise } from '../../bench/summary.js';

/** No test asserts a time: this one only sees that the bench runs and keeps every figure. */
describe('npm run bench -- --quick', () => {
  let folder: string;
  let printed: string;
  let results: Results;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-bench-test-'));
    const out = join(folder, 'results.json');
    const main = fileURLToPath(new URL('../../bench/main.js', import.meta.url));
    const run = await promisify(execFile)(process.execPath, [main, '--quick', '--out', out]);
    printed = run.stdout;
    results = JSON.parse(await readFile(out, 'utf8')) as Results;
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('measures every target at every size', () => {
    const cells = results.cells.map(({ bytes, target }) => `${bytes} ${target}`).sort();
    assert.deepEqual(
      cells,
      BODY_SIZES.flatMap((bytes) => TARGETS.map((target) => `${bytes} ${target}`)).sort(),
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

  it('has every request answered', () => {
    for (const { paced, saturated } of results.cells) {
      assert.equal(paced.failed + saturated.failed, 0);
      assert.ok(paced.answered > 0);
      assert.ok(saturated.answered > 0);
    }
  });

  it('has each target decide in its own way', () => {
    const decidedBy = (target: string): string[] => [
      ...new Set(
        results.cells
          .filter((cell) => cell.target === target)
          .flatMap(({ paced }) => Object.keys(paced.reasons)),
      ),
    ];
    assert.deepEqual(decidedBy('envoy'), ['none']);
    assert.deepEqual(decidedBy('empty'), ['none']);
    assert.deepEqual(decidedBy('rules'), ['rule']);
    assert.ok(!decidedBy('encoder').includes('rule'));
  });

  it('keeps memory, starts and the machine beside the figures', () => {
    const { machine, memory, readyMs, settings } = results;
    assert.equal(readyMs.length, settings.starts);
    for (const { residentMiB, peakMiB } of [memory.rules, memory.encoder]) {
      assert.ok(residentMiB > 0 && peakMiB >= residentMiB);
    }
    assert.ok(machine.cores > 0);
    assert.match(machine.envoy, /^\d+\.\d+\.\d+$/);
    assert.equal(machine.node, process.versions.node);
  });

  it('has a figure for every aim, and prints it', () => {
    for (const { what, measured } of aimsOf(results)) {
      assert.ok(Number.isFinite(measured), what);
      assert.ok(printed.includes(what), what);
    }
    for (const row of summarise(results)) assert.ok(row.perSecond > 0);
  });
});
