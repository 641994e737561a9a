import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cascadeSection } from '../../../bench/cascade/cascade-section.js';
import { addedTable, judgeTable, memoryTable } from '../../../bench/cascade/cascade-tables.js';
import { FIGURES } from './made-up-figures.js';

describe('cascadeSection', () => {
  it('says nothing for results of earlier runs', () => {
    assert.equal(cascadeSection(undefined), '');
    for (const table of [addedTable, memoryTable, judgeTable]) assert.equal(table(undefined), undefined);
  });

  it('holds what is added, the memory and the gate by itself', () => {
    const text = cascadeSection(FIGURES);
    assert.ok(text.includes('| 1 KB | p50 ms | 4.00 | 10.00 | 6.00 | 2.50 | 90.0 | 0 |'), text);
    assert.ok(text.includes('| Dragoman | 190 | 240 | 220 |'), text);
    assert.ok(text.includes('| code | 8100 | 3.50 | 0.05 |'), text);
    assert.ok(text.includes('99.5 % from the first tier'), text);
  });
});
