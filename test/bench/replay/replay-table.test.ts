import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReplayFigures } from '../../../bench/replay/replay-figures.js';
import { replaySection, replayTable } from '../../../bench/replay/replay-table.js';

const FIGURES: ReplayFigures = {
  sets: [
    { name: 'rules', requests: 400, perSecond: 12_345.6, cpuUs: 81.4, layers: { rules: 1 } },
    { name: 'mixed', requests: 400, perSecond: 8000, cpuUs: 125, layers: { rules: 0.25, fast: 0.75 } },
  ],
};

describe('replayTable', () => {
  it('says nothing for results of earlier runs', () => {
    assert.equal(replayTable(undefined), undefined);
    assert.equal(replaySection(undefined), '');
  });

  it('tells how fast each kind of request is replayed, and what decided it', () => {
    const text = replaySection(FIGURES);
    assert.ok(text.includes('| rules | 400 | 12346 | 81 | rules 100.0 % |'), text);
    assert.ok(text.includes('| mixed | 400 | 8000 | 125 | rules 25.0 %, fast 75.0 % |'), text);
  });
});
