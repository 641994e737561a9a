import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toProcessingResponse } from '../../src/extproc/processing-response.js';
import type { CommonResponse, HeaderMutation } from '../../src/extproc/wire/processing-response.js';
import type { Forward } from '../../src/mutation/mutation.js';

const FORWARD: Forward = {
  kind: 'forward',
  mode: 'cluster',
  clusters: ['model/small'],
  headers: [['x-envoy-upstream-rq-timeout-ms', '5000']],
  body: Buffer.from('{"model":"é"}'),
  metadata: { decision: 'd1', route: 'smalltalk' },
};

function headersOf(mutation: HeaderMutation | undefined): Record<string, string> {
  const entries = (mutation?.set_headers ?? []).map(({ header, append_action: action }) => {
    assert.equal(action, 'OVERWRITE_IF_EXISTS_OR_ADD');
    return [header.key, header.raw_value] as const;
  });
  return Object.fromEntries(entries);
}

function bodyResponse(forward: Forward): CommonResponse {
  const { request_body: answer } = toProcessingResponse('request_body', forward);
  assert.ok(answer?.response);
  return answer.response;
}

describe('toProcessingResponse', () => {
  it('names one cluster in a header', () => {
    const response = bodyResponse(FORWARD);
    assert.deepEqual(headersOf(response.header_mutation), {
      'x-envoy-upstream-rq-timeout-ms': '5000',
      'x-dragoman-cluster': 'model/small',
      'content-length': '14',
    });
    assert.equal(response.status, 'CONTINUE');
    assert.equal(response.clear_route_cache, true);
    assert.deepEqual(response.body_mutation, { body: FORWARD.body });
  });

  it('names several clusters in the metadata, and one retry for each after the first', () => {
    const chain: Forward = {
      ...FORWARD,
      mode: 'chain',
      clusters: ['model/small', 'model/medium', 'model/large'],
    };
    const headers = headersOf(bodyResponse(chain).header_mutation);
    assert.equal(headers['x-dragoman-mode'], 'chain');
    assert.equal(headers['x-envoy-max-retries'], '2');
    assert.equal(headers['x-dragoman-cluster'], 'model/small', 'for an Envoy that knows no chains');
    const { dynamic_metadata: metadata } = toProcessingResponse('request_body', chain);
    assert.deepEqual(metadata, {
      dragoman: { decision: 'd1', route: 'smalltalk' },
      'dragoman.chain': {
        priority_groups: [
          { name: 'model/small', clusters: [{ cluster_name: 'model/small', weight: 1 }] },
          { name: 'model/medium', clusters: [{ cluster_name: 'model/medium', weight: 1 }] },
          { name: 'model/large', clusters: [{ cluster_name: 'model/large', weight: 1 }] },
        ],
      },
    });
  });

  it('names how a cascade is gated', () => {
    for (const mode of ['cascade', 'cascade-prefix'] as const) {
      const cascade: Forward = { ...FORWARD, mode, clusters: ['tier/small', 'model/large'] };
      const headers = headersOf(bodyResponse(cascade).header_mutation);
      assert.equal(headers['x-dragoman-mode'], mode);
      assert.equal(headers['x-dragoman-cluster'], 'model/small');
      assert.equal(headers['x-envoy-max-retries'], '1');
    }
  });

  it('replaces the body in the answer to a head', () => {
    const { request_headers: answer } = toProcessingResponse('request_headers', FORWARD);
    assert.equal(answer?.response.status, 'CONTINUE_AND_REPLACE');
    assert.deepEqual(answer.response.body_mutation, { body: FORWARD.body });
  });

  it('replies at once', () => {
    const { immediate_response: reply } = toProcessingResponse('request_body', {
      kind: 'reply',
      status: 404,
      headers: [['content-type', 'application/json']],
      body: '{"error":{}}',
      details: 'dragoman_model_not_found',
    });
    assert.ok(reply);
    assert.equal(reply.status.code, 404);
    assert.equal(reply.body.toString(), '{"error":{}}');
    assert.equal(reply.details, 'dragoman_model_not_found');
    assert.deepEqual(headersOf(reply.headers), { 'content-type': 'application/json' });
    assert.deepEqual(reply.headers?.remove_headers, ['x-dragoman-fallback']);
  });

  it('passes unchanged, without the body when nobody asked for it yet', () => {
    const pass = { kind: 'pass' } as const;
    assert.deepEqual(toProcessingResponse('request_body', pass), {
      request_body: { response: { status: 'CONTINUE' } },
    });
    const head = toProcessingResponse('request_headers', pass);
    assert.equal(head.mode_override?.request_body_mode, 'NONE');
  });
});
