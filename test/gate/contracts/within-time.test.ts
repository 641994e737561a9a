import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withinTime } from '../../../src/gate/contracts/within-time.js';

describe('withinTime', () => {
  it('gives what the work gives', () => {
    assert.equal(
      withinTime(() => 42, 1_000),
      42,
    );
  });

  it('stops work without an end, and works again afterwards', () => {
    const forever = (): number => {
      for (;;);
    };
    assert.equal(withinTime(forever, 5), undefined);
    assert.equal(
      withinTime(() => 'next', 1_000),
      'next',
    );
  });

  it('gives nothing for work that throws', () => {
    const thrower = (): string => {
      throw new Error('x');
    };
    assert.equal(withinTime(thrower, 1_000), undefined);
  });
});
