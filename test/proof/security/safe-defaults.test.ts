import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopbackHost } from '../../../src/admin/access.js';
import { SERVE } from '../../../src/cli/manual/serve.js';
import { DEFAULTS } from '../../../src/config/defaults.js';
import { parseHostPort } from '../../../src/envoy/address.js';
import { parseEnvoyOptions } from '../../../src/envoy/envoy-options.js';

describe('what nobody has set', () => {
  it('lets nobody but this machine reach any port but that for clients', () => {
    const { admin, internal, dragoman } = parseEnvoyOptions({});
    for (const { host } of [admin, internal, parseHostPort('--admin', SERVE.flags.admin.default)]) {
      assert.ok(isLoopbackHost(host), host);
    }
    assert.equal(dragoman.kind, 'unix');
    assert.match(SERVE.flags.listen.default, /^unix:/);
  });

  it('bounds what clients can make wait or remember', () => {
    const { decisionCache, stickiness, encoder, llmRouter, limits } = DEFAULTS;
    for (const [what, number] of Object.entries({
      ...{ entries: decisionCache.entries, conversations: stickiness.conversations },
      ...{ queue: encoder.queue, deadline: encoder.deadlineMs, tokens: llmRouter.tokensPerMinute },
      ...{ body: limits.maxBodyBytes, depth: limits.maxDepth },
    })) {
      assert.ok(Number.isFinite(number) && number > 0, what);
    }
  });

  it('keeps no prompt, and no tenant from another', () => {
    assert.equal(DEFAULTS.records.text, 'hash');
    assert.equal(DEFAULTS.decisionCache.perTenant, true);
  });
});
