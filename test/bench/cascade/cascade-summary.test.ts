import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summariseCascade } from '../../../bench/cascade/cascade-summary.js';
import { FIGURES } from './made-up-figures.js';

describe('summariseCascade', () => {
  const [short, long] = summariseCascade(FIGURES);

  it('compares within a round, then takes medians over the rounds', () => {
    assert.deepEqual(short?.p50, { direct: 4, gated: 10, added: 6, ratio: 2.5 });
    assert.deepEqual(short.p10, { direct: 2, gated: 5, added: 3, ratio: 2.5 });
    assert.deepEqual(short.envoyCpu, { direct: 2, gated: 4, added: 2, ratio: 2 });
    assert.deepEqual(short.dragomanCpu, { direct: 4, gated: 8, added: 4, ratio: 2 });
  });

  it('keeps sizes apart', () => {
    assert.equal(long?.bytes, 8192);
    assert.equal(long.p50.ratio, 4);
    assert.equal(long.rate.ratio, 1);
  });

  it('tells which share of the gated answers was judged', () => {
    assert.equal(short?.asMeantPercent, 90);
    assert.equal(short.failed, 0);
  });
});
