import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modelsReply } from '../../src/mutation/models-reply.js';

const listed = { names: ['auto', 'small', 'large'], createdSeconds: 1_700_000_000 };
const describeModel = (id: string) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'dragoman' });

function ask(path: string, method = 'GET'): { readonly status: number; readonly body: unknown } {
  const reply = modelsReply(method, path, listed);
  assert.equal(reply?.kind, 'reply');
  return { status: reply.status, body: JSON.parse(reply.body) };
}

describe('modelsReply', () => {
  it('lists the aliases and the pool', () => {
    const list = { status: 200, body: { object: 'list', data: listed.names.map(describeModel) } };
    for (const path of ['/v1/models', '/v1/models?limit=1', '/v1/models/'])
      assert.deepEqual(ask(path), list, path);
    assert.deepEqual(ask('/v1/models', 'HEAD'), list);
  });

  it('shows one model', () => {
    for (const path of [
      '/v1/models/small',
      '/v1/models/%73mall',
      '/v1/models/small/',
      '/v1/models/small?a=b',
    ]) {
      assert.deepEqual(ask(path), { status: 200, body: describeModel('small') }, path);
    }
  });

  it('does not know a model outside the pool', () => {
    for (const name of ['gpt-9', 'small%2F', '%', '%E0%A4%A', '__proto__', 'x'.repeat(10_000)]) {
      const { status, body } = ask(`/v1/models/${name}`);
      assert.equal(status, 404, name);
      assert.ok(JSON.stringify(body).length < 400, 'a long name is cut');
    }
  });

  it('takes no other method', () => {
    for (const method of ['POST', 'DELETE', 'get']) assert.equal(ask('/v1/models', method).status, 405);
  });

  it('leaves every other path alone', () => {
    for (const path of ['/', '/v1', '/v1/model', '/v1/modelsX', '/v2/models', '/x/v1/models', '']) {
      assert.equal(modelsReply('GET', path, listed), undefined, path);
    }
  });
});
