import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createKeyedHash } from '../../src/decision/memory/keyed-hash.js';
import { NO_TEXT } from '../../src/record/kept-text.js';
import { createPromptKeeper, type PromptKeeperOptions } from '../../src/record/prompt-keeper.js';
import { redactMessages } from '../../src/record/redact-messages.js';
import { buildView } from '../support/build-view.js';

const TEXT = 'My address is ada.byron@mail.example.org';
const view = buildView({ system: 'Be brief.', lastUserText: TEXT });

function start(options: Partial<PromptKeeperOptions> = {}) {
  return createPromptKeeper({
    hash: createKeyedHash('key'),
    redaction: { redact: async (messages) => Promise.resolve(redactMessages(messages)) },
    ...options,
  });
}

describe('createPromptKeeper', () => {
  it('keeps nothing without leave, nor of a decision that it does not know', async () => {
    const keeper = start();
    keeper.keep('a', view, 'none');
    assert.deepEqual(await keeper.take('a'), NO_TEXT);
    assert.deepEqual(await keeper.take('b'), NO_TEXT);
  });

  it('keeps a hash that is alike for turns alike but for case and white space', async () => {
    const keeper = start();
    const texts = [TEXT, `  ${TEXT.toUpperCase()}\n`, `${TEXT}!`];
    const hashes: (string | null)[] = [];
    for (const lastUserText of texts) {
      keeper.keep('a', buildView({ lastUserText }), 'hash');
      const { hash, messages } = await keeper.take('a');
      assert.equal(messages, null);
      hashes.push(hash);
    }
    assert.ok(hashes[0] !== null && hashes[0] === hashes[1] && hashes[0] !== hashes[2]);
  });

  it('tells long turns apart whose beginnings are alike', async () => {
    const keeper = start();
    for (const [id, length] of [
      ['a', 30_000],
      ['b', 30_001],
    ] as const) {
      keeper.keep(id, buildView({ lastUserText: 'x'.repeat(length) }), 'hash');
    }
    const [a, b] = await Promise.all([keeper.take('a'), keeper.take('b')]);
    assert.notEqual(a.hash, b.hash);
  });

  it('keeps the text as it was, or redacted', async () => {
    const keeper = start();
    keeper.keep('a', view, 'full');
    keeper.keep('b', view, 'redacted');
    const full = await keeper.take('a');
    const redacted = await keeper.take('b');
    assert.equal(full.messages?.at(-1)?.text, TEXT);
    assert.equal(redacted.messages?.at(-1)?.text, 'My address is [EMAIL_ADDRESS]');
    assert.deepEqual([full.isRedacted, redacted.isRedacted], [false, true]);
    assert.equal(full.hash, redacted.hash);
  });

  it('keeps the hash alone when the redaction fails', async () => {
    const keeper = start({ redaction: { redact: async () => Promise.resolve(undefined) } });
    keeper.keep('a', view, 'redacted');
    const { hash, messages, isRedacted } = await keeper.take('a');
    assert.ok(hash !== null && messages === null && !isRedacted);
    assert.equal(keeper.counts.dropped.unredacted, 1);
  });

  it('does nothing before the request has its reply', async () => {
    let calls = 0;
    const hash = createKeyedHash('key');
    const keeper = start({
      hash: (parts) => {
        calls += 1;
        return hash(parts);
      },
    });
    keeper.keep('a', view, 'hash');
    await Promise.resolve();
    assert.equal(calls, 0);
    await keeper.take('a');
    assert.equal(calls, 1);
  });

  it('holds no more text than it may, and has room again when a request is over', async () => {
    const keeper = start({ mostBytes: 2 * (TEXT.length + view.system.length) });
    keeper.keep('a', view, 'full');
    keeper.keep('b', view, 'full');
    const b = await keeper.take('b');
    assert.ok(b.messages === null && b.hash !== null);
    assert.equal(keeper.counts.dropped.full, 1);
    assert.ok((await keeper.take('a')).messages !== null);
    assert.deepEqual([keeper.counts.waiting, keeper.counts.bytes], [0, 0]);
    keeper.keep('c', view, 'full');
    assert.ok((await keeper.take('c')).messages !== null);
  });

  it('drops what comes faster than it can be looked at, and looks at all the rest', async () => {
    const keeper = start({ mostFresh: 40 });
    const ids = Array.from({ length: 50 }, (_, at) => `id-${at}`);
    for (const id of ids) keeper.keep(id, view, 'hash');
    const found = await Promise.all(ids.map((id) => keeper.take(id)));
    assert.equal(found.filter(({ hash }) => hash !== null).length, 40);
    assert.equal(keeper.counts.dropped.busy, 10);
    assert.equal(keeper.counts.waiting, 0);
  });
});
