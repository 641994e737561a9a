import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogger, LOG_LEVELS } from '../../src/telemetry/logger.js';

describe('createLogger', () => {
  it('takes every level that the command line names', () => {
    for (const level of LOG_LEVELS) {
      assert.equal(createLogger(level).level, level);
    }
  });
});
