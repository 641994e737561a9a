import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rememberRecent } from '../../src/embed/remember-recent.js';
import { fakeEncoder } from '../support/fake-encoder.js';

describe('rememberRecent', () => {
  it('embeds a text once while it is recent', async () => {
    const inner = fakeEncoder();
    const encoder = rememberRecent(inner, 2);
    const first = await encoder.embed('one', 10);
    const again = await encoder.embed('one', 10);
    assert.ok(first.ok && again.ok);
    assert.equal(again.vector, first.vector);
    for (const text of ['two', 'three', 'one']) await encoder.embed(text, 10);
    assert.deepEqual(inner.asked, ['one', 'two', 'three', 'one']);
  });

  it('does not remember a failure', async () => {
    const inner = fakeEncoder();
    const encoder = rememberRecent(inner);
    inner.failWith('late');
    assert.deepEqual(await encoder.embed('one', 10), { ok: false, failure: 'late' });
    inner.failWith(undefined);
    assert.ok((await encoder.embed('one', 10)).ok);
  });
});
