import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogger } from '../../src/telemetry/logger.js';

describe('createLogger', () => {
  it('takes every level that the command line names', () => {
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']) {
      assert.equal(createLogger(level).level, level);
    }
  });
});
