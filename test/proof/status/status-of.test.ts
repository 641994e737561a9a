import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ALL_FAULTS } from '../faults/all-faults.js';
import type { FaultFigures, FaultResult, FaultResults } from '../faults/fault-results.js';
import { madeFrom, madeUpFuzz, madeUpQuality, madeUpRun, NOW, OTHER } from './made-up-inputs.js';
import { PROOF_NAMES } from './proofs.js';
import { statusOf, type StatusInputs, type Verdict } from './status-of.js';
import { isShort, worstFirst, type StatusRow } from './status-row.js';

const NOTHING: StatusInputs = { now: NOW, runs: [] };

function rowsOf(inputs: Partial<StatusInputs>): readonly StatusRow[] {
  const { findings } = statusOf({ ...NOTHING, ...inputs });
  return PROOF_NAMES.flatMap((name) => findings[name].rows);
}

function verdictOf(text: string, inputs: Partial<StatusInputs>): Verdict | undefined {
  const { promises } = statusOf({ ...NOTHING, ...inputs });
  return promises.find(({ promise }) => promise.includes(text))?.verdict;
}

describe('what falls short', () => {
  it('is a failure before any figure, then what is furthest from its goal', () => {
    const rows = rowsOf({
      quality: madeUpQuality({ seconds: 3600 }),
      runs: [madeUpRun({ ok: false, failed: 1, failures: [{ file: 'test/a.test.ts', name: 'adds' }] })],
    });
    const short = worstFirst(rows.filter(isShort));
    assert.deepEqual(
      short.map(({ what }) => what),
      ['all tests', 'time of the whole evaluation', 'Letters: poor, %', 'Letters: fair, %'],
    );
    assert.equal(short[0]?.measured, '4,000 passed, 1 failed; adds (`test/a.test.ts`), in 10 min');
    assert.deepEqual(
      short.map(({ factor }) => factor),
      [Infinity, 3, 2, 90 / 85],
    );
    assert.equal(short[2]?.measured, '45.0, below its floor');
  });

  it('is graver when a claim is broken than when too little was tried', () => {
    const failures = [{ target: 'a', message: 'broken\nstack', seed: 1 }];
    const short = worstFirst(rowsOf({ fuzz: madeUpFuzz({ inputs: 1000, failures }) }).filter(isShort));
    assert.deepEqual(
      short.map(({ measured }) => measured),
      ['1; a: broken', '1,000'],
    );
  });
});

describe('what was not made from this source', () => {
  it('gives no figure, whatever it says', () => {
    for (const source of [OTHER, undefined]) {
      const inputs = { quality: madeFrom(source, madeUpQuality()), fuzz: madeFrom(source, madeUpFuzz()) };
      const runs = [madeFrom(source, madeUpRun({ ok: false }))];
      assert.deepEqual(rowsOf({ ...inputs, runs }), []);
    }
  });

  it('gives none where nothing tells which source it is', () => {
    assert.deepEqual(rowsOf({ now: undefined, quality: madeUpQuality(), runs: [madeUpRun({})] }), []);
  });

  it('is listed, each with its reason', () => {
    const { findings } = statusOf({ ...NOTHING, quality: madeUpQuality({ source: OTHER }) });
    assert.deepEqual(findings.quality.gaps, [
      {
        ...{ by: 'quality', what: 'quality of decisions' },
        why: 'the last figures were made from def5678 (fedcba9876543210)',
      },
    ]);
    for (const name of PROOF_NAMES) assert.ok(findings[name].gaps.length > 0, name);
    assert.deepEqual(findings.soak.gaps, [
      { by: 'soak', what: 'an hour of traffic', why: 'it was never run' },
    ]);
  });

  it('gives way to an older run that was', () => {
    const newer = madeUpRun({ source: OTHER, startedAt: '2026-02-02T03:04:05.000Z', passed: 1 });
    assert.deepEqual(
      rowsOf({ runs: [newer, madeUpRun({})] }).map(({ measured }) => measured),
      ['4,000 passed, 0 failed, in 10 min'],
    );
  });

  it('is told fault by fault', () => {
    const [one, two, three] = ALL_FAULTS.map((fault) => fault.name);
    const fault = (name = '', over: Partial<FaultResult>): FaultResult => ({
      ...{ name, what: '', users: '', perSecond: 1, source: NOW, ...over },
    });
    const { findings } = statusOf({
      ...NOTHING,
      faults: faultsOf([
        fault(one, { figures: figuresOf({ recoverySeconds: 4 }) }),
        fault(two, { figures: figuresOf({ bad: { lost: 1, wrong: 0 } }), source: OTHER }),
        fault(three, { leftOut: 'needs root' }),
      ]),
    });
    assert.deepEqual(
      findings.faults.rows.map(({ what, factor, isGrave }) => [what, factor, isGrave]),
      [[one, 2, false]],
    );
    assert.equal(findings.faults.gaps.length, ALL_FAULTS.length - 1);
    assert.ok(findings.faults.gaps.some(({ what, why }) => what === three && why === 'needs root'));
  });
});

describe('a promise', () => {
  const openai = 'openai';

  it('holds when its tests passed, whatever else failed', () => {
    const failures = [{ file: 'test/other.test.ts', name: 'adds' }];
    assert.equal(verdictOf(openai, { runs: [madeUpRun({ ok: false, failed: 1, failures })] }), 'holds');
  });

  it('is broken when one of its tests failed', () => {
    const failures = [{ file: 'test/e2e/openai-client.test.ts', name: 'streams' }];
    assert.equal(verdictOf(openai, { runs: [madeUpRun({ ok: false, failed: 1, failures })] }), 'broken');
  });

  it('is not shown by tests of another source, that were skipped, left out or cut', () => {
    const file = 'test/e2e/openai-client.test.ts';
    const runs: readonly Partial<Parameters<typeof madeUpRun>[0]>[] = [
      { source: OTHER },
      { skips: [{ file, name: 'streams', why: 'no data' }] },
      { leftOut: [{ what: 'tests of Envoy', why: 'no Envoy', files: [file] }] },
      { ok: false, stopped: 'the disk is full' },
    ];
    for (const run of runs)
      assert.equal(verdictOf(openai, { runs: [madeUpRun(run)] }), 'not shown', JSON.stringify(run));
    assert.equal(verdictOf(openai, {}), 'not shown');
  });

  it('needs all that shows it', () => {
    const on = (node: string): Parameters<typeof madeUpRun>[0] => ({
      ...{ name: 'verify', machine: { cpu: 'a processor', cores: 2, node } },
    });
    const both = 'on Node 20 and on Node 22';
    assert.equal(verdictOf(both, { runs: [madeUpRun(on('20.19.0'))] }), 'not shown');
    assert.equal(verdictOf(both, { runs: [madeUpRun(on('20.19.0')), madeUpRun(on('22.1.0'))] }), 'holds');
  });
});

function faultsOf(faults: readonly FaultResult[]): FaultResults {
  const machine = { cpu: 'a processor', cores: 2, memoryGiB: 4, node: '20.19.0', envoy: '1.40.0' };
  return { startedAt: '2026-01-02T03:04:05.000Z', machine, command: '', faults };
}

function figuresOf(over: Partial<FaultFigures>): FaultFigures {
  const fates = { routed: 1, default: 0, wrong: 0, refused: 0, lost: 0, cancelled: 0 };
  const phase = { seconds: 1, sent: 1, fates, p99Ms: 1, longestMs: 1 };
  return {
    ...{ phases: { before: phase, during: phase, after: phase }, endingSeconds: 0, recoverySeconds: 0 },
    ...{ allowed: [], bad: { lost: 0, wrong: 0 }, odd: [], reasons: [], missing: [], errors: [] },
    logLines: { all: 0, mostInASecond: 0 },
    ...over,
  };
}
