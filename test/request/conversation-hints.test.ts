import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConversationHints } from '../../src/request/conversation-hints.js';

describe('readConversationHints', () => {
  it('reads the names that the four endpoints have', () => {
    assert.deepEqual(readConversationHints({ conversation: 'c1' }), { conversation: { id: 'c1' } });
    assert.deepEqual(readConversationHints({ conversation: { id: 'c1' } }), { conversation: { id: 'c1' } });
    assert.deepEqual(readConversationHints({ prompt_cache_key: 'k', user: 'u', safety_identifier: 's' }), {
      conversation: { cacheKey: 'k', user: 's' },
    });
    assert.deepEqual(readConversationHints({ metadata: { user_id: 'u' } }), { conversation: { user: 'u' } });
    assert.deepEqual(readConversationHints({ previous_response_id: 'r' }), {
      conversation: { continues: true },
    });
  });

  it('passes over what is not a name', () => {
    assert.deepEqual(readConversationHints({}), {});
    assert.deepEqual(
      readConversationHints({ conversation: null, prompt_cache_key: 7, user: '', metadata: [], model: 'm' }),
      {},
    );
  });
});
