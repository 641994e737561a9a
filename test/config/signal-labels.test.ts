import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SIGNAL_LABELS } from '../../src/config/signal-labels.js';
import { BUILTIN_SIGNALS } from '../../src/signals/builtin.js';

describe('the labels that conditions may name', () => {
  it('are those of the built-in signals', () => {
    assert.deepEqual(SIGNAL_LABELS, BUILTIN_SIGNALS);
  });
});
