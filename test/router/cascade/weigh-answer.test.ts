import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../../src/gate/answer.js';
import type { Verdict } from '../../../src/gate/verdict.js';
import type { SecondOpinions } from '../../../src/router/cascade/second-opinions.js';
import { createWeigher } from '../../../src/router/cascade/weigh-answer.js';
import type { LoadLevel } from '../../../src/router/load/load-level.js';
import { createShedding } from '../../../src/router/load/shedding.js';
import { buildOpenCascade, GOOD_TEXT } from '../../support/build-cascade.js';
import { buildCascade } from '../../support/build-registry.js';

const ANSWER: Answer = { text: GOOD_TEXT, finish: 'stop', toolCalls: [], hasMedia: false };

/** Who was asked about an answer that every means of the gate would be used for. */
async function weigh(level: LoadLevel): Promise<{ readonly verdict: Verdict; readonly asked: string[] }> {
  const asked: string[] = [];
  const opinions = {
    verify: (_open, _verifier, _answer, verdict) => {
      asked.push('verifier');
      return Promise.resolve(verdict);
    },
    compare: (_open, _model, _consistency, _answer, verdict) => {
      asked.push('samples');
      return Promise.resolve(verdict);
    },
  } satisfies Pick<SecondOpinions, 'verify' | 'compare'>;
  const gate = {
    bar: 0.5,
    verifier: { model: 'large', deadlineMs: 100, width: 1 },
    consistency: { samples: 2, maxTokens: 10, deadlineMs: 100, agreement: 0.5 },
  };
  const open = buildOpenCascade({ cascade: buildCascade(['small', 'large'], { gate }) });
  const scorer = (): number => {
    asked.push('scorer');
    return 0.7;
  };
  const weigher = createWeigher({ scorer, opinions, shedding: () => createShedding(level) });
  return { verdict: await weigher(open, 'small', ANSWER), asked };
}

describe('a weigher, under load', () => {
  it('asks everybody while there is time, and once only background work is left out', async () => {
    for (const level of [0, 1] as const) {
      assert.deepEqual((await weigh(level)).asked, ['scorer', 'verifier', 'samples']);
    }
  });

  it('asks for no second opinion from level 2 on', async () => {
    const { asked, verdict } = await weigh(2);
    assert.deepEqual([asked, verdict.pass, verdict.stage], [['scorer'], true, 'head']);
  });

  it('still judges at level 3, by contracts and checks', async () => {
    const { asked, verdict } = await weigh(3);
    assert.deepEqual([asked, verdict.pass, verdict.stage], [[], true, 'heuristic']);
  });
});
