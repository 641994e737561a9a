import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { loadInThread } from '../../src/config/load-in-thread.js';
import { FIXTURES } from './fixtures.js';

describe('loadInThread', () => {
  for (const name of ['good/every-field', 'good/doubtful', 'bad/misspelt-key', 'bad/no-such-folder']) {
    it(`loads ${name} as the calling thread would`, async () => {
      const location = join(FIXTURES, name);
      assert.deepEqual(await loadInThread(location), loadRegistry(location));
    });
  }

  it('ends when it is told to', async () => {
    const reason = new Error('the server stops');
    const stop = new AbortController();
    const loading = loadInThread(join(FIXTURES, 'good/every-field'), stop.signal);
    stop.abort(reason);
    await assert.rejects(loading, reason);
    await assert.rejects(loadInThread(FIXTURES, stop.signal), reason);
  });
});
