import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { clusterOf, HEADERS, shadowClusterOf, tierOf } from '../../src/mutation/wire-names.js';
import { eventually } from '../support/eventually.js';
import { BODY, type CascadeFixture, startCascadeFixture } from './cascade-fixture.js';
import type { Orders } from './scripted-dragoman.js';
import { BAD, GOOD, says, streams } from './scripted-model.js';

const SHADOWED = { [HEADERS.shadow]: shadowClusterOf('large') };
const OTHER = '{"model":"m","choices":["other"]}';

describe('a real Envoy that sends copies of requests', () => {
  let at: CascadeFixture;
  before(async () => {
    at = await startCascadeFixture();
  });
  after(() => at.stop());
  afterEach(() => at.reset());

  const ask = (orders: Partial<Orders> = {}): Promise<Response> =>
    at.ask({ mode: undefined, clusters: [clusterOf('small')], headers: SHADOWED, ...orders });

  const shown = (): readonly (readonly string[])[] =>
    at.dragoman.observed.map(({ kind, model, body }) => [kind, model, body.toString()]).sort();

  async function bothShown(): Promise<void> {
    await eventually('both answers to be shown', () => Promise.resolve(at.dragoman.observed.length === 2));
  }

  it('delivers the answer and shows both, with one request id', async () => {
    at.large.answer = says(OTHER);
    const response = await ask({ metadata: { model: 'small' } });
    assert.equal(await response.text(), GOOD);
    await bothShown();
    assert.deepEqual(shown(), [
      ['delivered', 'small', GOOD],
      ['shadow', 'large', OTHER],
    ]);
    const ids = at.dragoman.observed.map(({ requestId }) => requestId);
    assert.equal(ids[0], ids[1]);
    assert.equal(at.small.last().headers['x-request-id'], ids[0]);
  });

  it("sends the copy to its own model and path, with the client's key and not that of another model", async () => {
    await (await ask({ clusters: [clusterOf('medium')] })).text();
    await bothShown();
    assert.equal(at.medium.last().headers.authorization, 'Bearer secret');
    const { path, headers, body } = at.large.last();
    assert.equal(body, '{"model":"org/large","n":1}');
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, 'Bearer mine');
    for (const each of [at.medium, at.large]) {
      assert.deepEqual(
        Object.keys(each.last().headers).filter((name) => /^x-(dragoman|envoy)-/.test(name)),
        [],
      );
    }
  });

  it('sends no copy, and shows nothing, where none was decided', async () => {
    assert.equal(await (await ask({ headers: {} })).text(), GOOD);
    assert.equal(at.large.questions.length, 0);
    assert.deepEqual(shown(), []);
  });

  it('does not let a client ask for a copy', async () => {
    const response = await fetch(`${at.envoy.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ clusters: [clusterOf('small')], body: BODY }),
      headers: { 'content-type': 'application/json', ...SHADOWED },
    });
    assert.equal(await response.text(), GOOD);
    assert.equal(at.large.questions.length, 0);
  });

  it('makes one copy of a request that climbs a cascade, and shows the delivered answer', async () => {
    at.small.answer = says(BAD);
    at.large.answer = says(OTHER);
    const response = await ask({ mode: 'cascade', clusters: [tierOf('small'), clusterOf('medium')] });
    assert.equal(await response.text(), GOOD);
    await bothShown();
    assert.equal(at.large.questions.length, 1);
    assert.deepEqual(shown(), [
      ['delivered', 'medium', GOOD],
      ['shadow', 'large', OTHER],
    ]);
  });

  it('shows whole streams', async () => {
    at.small.answer = streams('{"a":1}', '{"a":2}', '[DONE]');
    at.large.answer = streams('{"b":1}', '[DONE]');
    const response = await ask();
    assert.equal(await response.text(), 'data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n');
    await bothShown();
    assert.deepEqual(
      shown().map(([, , body]) => body),
      ['data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n', 'data: {"b":1}\n\ndata: [DONE]\n\n'],
    );
  });

  it('delivers as ever while the reference hangs, fails or is gone', async () => {
    let release: () => void = () => undefined;
    at.large.answer = (response) => {
      release = () => void response.end('{}');
    };
    assert.equal(await (await ask()).text(), GOOD);
    release();
    at.large.answer = says('{"error":1}', 500);
    assert.equal(await (await ask()).text(), GOOD);
    at.large.answer = (response) => response.destroy();
    assert.equal(await (await ask()).text(), GOOD);
    assert.equal(await (await ask({ headers: { [HEADERS.shadow]: 'shadow/none' } })).text(), GOOD);
  });

  it('delivers as ever when Dragoman dies while the answer is on its way', async () => {
    let release: () => void = () => undefined;
    at.small.answer = streams('{"a":1}', new Promise<void>((resolve) => (release = resolve)), '[DONE]');
    const response = await ask();
    at.dragoman.kill();
    release();
    assert.equal(await response.text(), 'data: {"a":1}\n\ndata: [DONE]\n\n');
  });
});
