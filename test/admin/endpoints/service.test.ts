import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adminEndpoints } from '../../../src/admin/admin-endpoints.js';
import type { AdminView } from '../../../src/admin/admin-view.js';
import type { AdminReply } from '../../../src/admin/endpoint.js';
import { buildAdminView } from '../../support/build-admin-view.js';
import { callEndpoint, jsonReply, problemOf } from '../../support/call-endpoint.js';
import { memoryLogger } from '../../support/memory-logger.js';

function call(view: AdminView, what: string, body?: unknown): Promise<AdminReply> {
  return callEndpoint(adminEndpoints(view), what, { body });
}

describe('the probes', () => {
  it('tell a process that lives from one that is ready', async () => {
    for (const ready of [false, true]) {
      const view = buildAdminView({ ready });
      assert.deepEqual(jsonReply(await call(view, 'GET /healthz')), [200, { status: 'alive' }]);
      const expected = ready ? [200, { status: 'ready' }] : [503, { status: 'not ready' }];
      assert.deepEqual(jsonReply(await call(view, 'GET /readyz')), expected);
    }
  });
});

describe('GET /counters', () => {
  it('shows the numbers of the parts that count', async () => {
    assert.deepEqual(jsonReply(await call(buildAdminView(), 'GET /counters')), [200, {}]);
    const counters = () => ({ decisionCache: { hits: 3 }, llmRouter: undefined });
    assert.deepEqual(jsonReply(await call(buildAdminView({ counters }), 'GET /counters')), [
      ...[200, { decisionCache: { hits: 3 } }],
    ]);
  });
});

describe('GET /metrics', () => {
  it('leaves the format to whoever has the metrics', async () => {
    assert.equal(problemOf(await call(buildAdminView(), 'GET /metrics')).status, 503);
    const metrics = {
      render: (accept: string | undefined) =>
        Promise.resolve({ contentType: `text/${accept ?? 'x'}`, text: 'a 1\n' }),
    };
    const reply = await callEndpoint(adminEndpoints(buildAdminView({ metrics })), 'GET /metrics', {
      headers: { accept: 'plain' },
    });
    assert.deepEqual(reply, { kind: 'content', status: 200, contentType: 'text/plain', content: 'a 1\n' });
  });
});

describe('/log-level', () => {
  it('changes what is logged', async () => {
    const { logger, lines } = memoryLogger();
    const view = buildAdminView({ logger });
    assert.deepEqual(jsonReply(await call(view, 'GET /log-level')), [200, { level: 'info' }]);
    logger.debug('unheard');
    assert.deepEqual(jsonReply(await call(view, 'PUT /log-level', { level: 'debug' })), [
      200,
      { level: 'debug' },
    ]);
    logger.debug('heard');
    await call(view, 'PUT /log-level', { level: 'silent' });
    logger.fatal('unheard');
    assert.deepEqual(jsonReply(await call(view, 'GET /log-level')), [200, { level: 'silent' }]);
    const messages = lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg);
    assert.deepEqual(messages, ['the log level changes', 'heard', 'the log level changes']);
  });

  it('refuses what is no level', async () => {
    const view = buildAdminView();
    for (const [body, code] of [
      ['', 'body_missing'],
      ['{', 'body_not_json'],
      ['[]', 'field_invalid'],
      [{}, 'field_invalid'],
      [{ level: 'loud' }, 'field_invalid'],
      [{ level: 7 }, 'field_invalid'],
      [{ level: 'debug', forever: true }, 'field_invalid'],
      [{ level: { level: ['debug'] } }, 'body_too_deep'],
    ] as const) {
      const problem = problemOf(await call(view, 'PUT /log-level', body));
      assert.equal(problem.code, code, JSON.stringify(body));
    }
    assert.equal(view.logger.level, 'info');
  });
});
