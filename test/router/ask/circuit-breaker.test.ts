import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CircuitBreaker } from '../../../src/router/ask/circuit-breaker.js';

describe('CircuitBreaker', () => {
  it('opens after failures in a row, lets one probe after a while, and goes by its answer', () => {
    let time = 0;
    const breaker = new CircuitBreaker({ failures: 3, openMs: 100, now: () => time });
    const ask = (answered: boolean): boolean => {
      const admitted = breaker.admit();
      if (admitted) breaker.report(answered);
      return admitted;
    };
    ask(false);
    ask(false);
    ask(true);
    ask(false);
    ask(false);
    assert.equal(breaker.isOpen, false, 'a success between them breaks the row');
    ask(false);
    assert.equal(breaker.isOpen, true);
    assert.equal(ask(true), false);

    time = 100;
    assert.equal(breaker.admit(), true, 'the probe');
    assert.equal(breaker.admit(), false, 'nobody beside it');
    breaker.report(false);
    assert.equal(ask(true), false, 'open again, for as long');

    time = 200;
    assert.equal(ask(true), true);
    assert.equal(breaker.isOpen, false);
    assert.equal(ask(true), true);
  });
});
