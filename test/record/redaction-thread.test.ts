import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createRedactionThread, type RedactionThread } from '../../src/record/redaction-thread.js';

const TEXT = 'Write to ada.byron@mail.example.org';
const MESSAGES = [{ role: 'user', text: TEXT, limit: TEXT.length }] as const;

describe('createRedactionThread', () => {
  const threads: RedactionThread[] = [];
  const start = (faults: unknown[], entry?: URL): RedactionThread => {
    const thread = createRedactionThread((error) => faults.push(error), entry);
    threads.push(thread);
    return thread;
  };
  after(() => Promise.all(threads.map((thread) => thread.close())));

  it('redacts, many at a time', async () => {
    const thread = start([]);
    const answers = await Promise.all([thread.redact(MESSAGES), thread.redact(MESSAGES)]);
    for (const answer of answers)
      assert.deepEqual(answer, [{ role: 'user', text: 'Write to [EMAIL_ADDRESS]' }]);
  });

  it('gives nothing, rather than the text, when the thread fails', async () => {
    const faults: unknown[] = [];
    const thread = start(faults, new URL('data:text/javascript,throw new Error("broken")'));
    assert.deepEqual(await Promise.all([thread.redact(MESSAGES), thread.redact(MESSAGES)]), [
      undefined,
      undefined,
    ]);
    assert.equal(faults.length, 1);
    assert.equal(await thread.redact(MESSAGES), undefined, 'it is not started again at once');
    assert.equal(faults.length, 1);
  });

  it('gives up on what waits when it is closed', async () => {
    const thread = start([]);
    const waiting = thread.redact(MESSAGES);
    await thread.close();
    assert.equal(await waiting, undefined);
  });
});
