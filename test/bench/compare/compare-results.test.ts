import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Comparison, comparePaths, ERROR } from '../../../bench/compare/compare-results.js';
import { comparisonTable, countVerdicts } from '../../../bench/compare/comparison-table.js';
import { BODY_SIZES } from '../../../bench/path/bodies.js';
import { PATH_TARGETS, type PathFigures, type PathTarget } from '../../../bench/path/path-figures.js';
import { randomNumbers } from '../../../src/heads/random.js';
import { madeUpCell, madeUpPath } from '../path/made-up-path.js';

const ROUNDS = 8;

interface Run {
  readonly seed: number;
  /** Standard deviation of the noise, as a fraction; default .05, and an outlier now and then. */
  readonly noise?: number;
  /** Default 8. */
  readonly rounds?: number;
}

/** A run whose machine is slower in some rounds. */
function madeUpRun(
  { seed, noise: scatter = 0.05, rounds = ROUNDS }: Run,
  change: (target: PathTarget) => {
    readonly latency?: number;
    readonly cpu?: number;
    readonly rate?: number;
  } = () => ({}),
): PathFigures {
  const random = randomNumbers(seed);
  const noise = (): number => {
    const usual = Math.exp(scatter * (random() + random() + random() - 1.5) * 2);
    return random() < 0.02 ? usual * 2.5 : usual;
  };
  const cells = Array.from({ length: rounds }, (_, round) => {
    const machine = 1 + random();
    return BODY_SIZES.flatMap((load) =>
      PATH_TARGETS.map((target) => {
        const { latency = 1, cpu = 1, rate = 1 } = change(target);
        return madeUpCell({
          ...{ round, load, target, p50Us: 1000 * machine * latency * noise() },
          ...{ envoyCpuMs: 20 * machine * cpu * noise(), serverCpuMs: 40 * machine * cpu * noise() },
          saturatedSeconds: (machine * noise()) / rate,
        });
      }),
    );
  });
  return madeUpPath(cells.flat());
}

function flagged(compared: readonly Comparison[]): string[] {
  return compared
    .filter(({ verdict }) => verdict === 'worse' || verdict === 'better')
    .map(({ verdict, target, metric }) => `${verdict} ${target} ${metric}`);
}

describe('comparePaths', () => {
  it('flags nothing between equal runs more often than it says', () => {
    const trials = 100;
    const alarms = Array.from({ length: trials }, (_, at) =>
      comparePaths(
        madeUpRun({ seed: 2 * at + 1, noise: 0.25 }),
        madeUpRun({ seed: 2 * at + 2, noise: 0.25 }),
      ),
    ).filter((compared) => flagged(compared).length > 0).length;
    assert.ok(alarms <= trials * ERROR, `${alarms} of ${trials}`);
  });

  it('finds a change that is there, in its direction, and no other', () => {
    const second = madeUpRun({ seed: 2 }, (target) =>
      target === 'rule' ? { cpu: 2, rate: 0.5 } : target === 'cache' ? { latency: 0.4 } : {},
    );
    const found = new Set(flagged(comparePaths(madeUpRun({ seed: 1 }), second)));
    assert.deepEqual([...found].sort(), [
      'better cache p50, fixed rate',
      'better cache p99, half of saturation',
      'worse rule CPU, fixed rate',
      'worse rule rate, saturated',
    ]);
  });

  it('puts what became worse first', () => {
    const second = madeUpRun({ seed: 2 }, (target) => (target === 'fast' ? { rate: 0.4 } : {}));
    const compared = comparePaths(madeUpRun({ seed: 1 }), second);
    assert.equal(compared[0]?.verdict, 'worse');
    const { rows } = comparisonTable(compared);
    assert.deepEqual(rows[0]?.toSpliced(1, 1).slice(0, 3), ['worse', 'fast', 'rate, saturated']);
    assert.match(countVerdicts(compared), /^3 worse, 0 better, \d+ same, \d+ undecided$/);
  });

  it('lets a change pass that is below the floor, however sure', () => {
    const quiet = (scale: number): PathFigures =>
      madeUpPath(
        Array.from({ length: ROUNDS }, (_, round) =>
          (['envoy', 'rule'] as const).map((target) =>
            madeUpCell({
              ...{ round, load: 2048, target, p50Us: 1000 + round / 10 },
              ...{ envoyCpuMs: 20, serverCpuMs: target === 'rule' ? 40 * scale + round / 100 : 0 },
            }),
          ),
        ).flat(),
      );
    const compared = comparePaths(quiet(1), quiet(1.08));
    assert.deepEqual(flagged(compared), []);
    assert.equal(compared.find(({ metric }) => metric === 'CPU, fixed rate')?.verdict, 'same');
  });

  it('decides nothing on too few rounds', () => {
    const second = madeUpRun({ seed: 2, rounds: 2 }, () => ({ cpu: 3 }));
    const compared = comparePaths(madeUpRun({ seed: 1, rounds: 2 }), second);
    assert.ok(compared.every(({ verdict }) => verdict === 'undecided'));
  });
});
