import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OWN_SHORT_SOURCE, OWN_SOURCE, ownGateRows } from '../../../../src/lab/builtin/gate/own-rows.js';

describe('ownGateRows', () => {
  const rows = ownGateRows();
  const own = rows.filter(({ source }) => source === OWN_SOURCE);
  const good = own.filter(({ isGood }) => isGood);

  it('spoils every good answer in several ways', () => {
    assert.ok(good.length >= 50);
    assert.ok(own.length > 3 * good.length);
    const defects = new Set(own.map(({ defect }) => defect));
    assert.deepEqual([...defects].sort(), [
      'empty',
      'none',
      'off_topic',
      'refusal',
      'repetition',
      'truncated',
    ]);
    for (const { answer, defect, id } of own) {
      const whole = good.find((row) => id.startsWith(`${row.id}:`));
      if (defect !== 'none') assert.notEqual(answer.text, whole?.answer.text);
    }
  });

  it('has short answers, right and wrong alike', () => {
    const short = rows.filter(({ source }) => source === OWN_SHORT_SOURCE);
    const mean = (isGood: boolean): number => {
      const lengths = short.filter((row) => row.isGood === isGood).map(({ answer }) => answer.text.length);
      return lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    };
    assert.ok(short.length >= 140);
    assert.ok(mean(true) < 20 && mean(false) < 20, `${mean(true)} ${mean(false)}`);
  });

  it('is the same each time, with ids of their own', () => {
    assert.deepEqual(ownGateRows(), rows);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });
});
