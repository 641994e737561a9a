import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AdminReply } from '../../src/admin/endpoint.js';
import { explainEndpoint } from '../../src/console/explain-endpoint.js';
import type { Embedding } from '../../src/embed/encoder.js';
import type { Explanation } from '../../src/lab/explain/explanation.js';
import { compile } from '../../src/router/compile/compile.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { fakeEncoder } from '../support/fake-encoder.js';
import { compileBookings, withFastExits } from '../router/booking-snapshot.js';

type Reply = AdminReply & { readonly kind: 'json' };

function post(endpoint: ReturnType<typeof explainEndpoint>, body: unknown): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return Promise.resolve(
    endpoint.handle({
      ...{ parts: {}, query: new URLSearchParams(), headers: {} },
      ...{ body: Buffer.from(text), signal: new AbortController().signal },
    }),
  ) as Promise<Reply>;
}

async function explained(snapshot: Snapshot, body: unknown): Promise<Explanation> {
  const reply = await post(
    explainEndpoint(() => snapshot),
    body,
  );
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body as Explanation;
}

const servedOf = ({ layers }: Explanation): Record<string, boolean> =>
  Object.fromEntries(layers.map(({ name, served }) => [name, served]));

describe('POST /explain', async () => {
  const encoder = fakeEncoder();
  const bookings = await compileBookings(encoder);

  it('says what every layer says of a text, which one decided, and what each model would cost', async () => {
    const found = await explained(bookings, { text: 'book a table at the restaurant' });
    assert.deepEqual([found.route, found.model, found.decidedBy], ['table', 'small', 'similarity']);
    assert.deepEqual(servedOf(found), {
      ...{ features: true, rules: true, fast: true, similarity: true, builtin: false },
    });
    assert.deepEqual(
      found.models.map(({ model, chosen }) => [model, chosen]),
      [
        ['small', true],
        ['large', false],
      ],
    );
    assert.equal(found.text, 'book a table at the restaurant');
    assert.ok(found.signals['language'] !== undefined);
  });

  it('lets layers speak that serving does without', async () => {
    const found = await explained(withFastExits(bookings), { text: 'fix my python code' });
    assert.equal(found.decidedBy, 'fast');
    assert.equal(servedOf(found)['similarity'], false);
    const models = [buildModel('small'), buildModel('large')] as const;
    const routes = bookings.registry.routes.map((route) => ({ ...route, match: [] }));
    const rule = buildRoute('hello', 'small', { match: [{ keywords: ['hello'] }] });
    const ruled = await compile(buildRegistry(models, [...routes, rule]), { encoder });
    const said = await explained(ruled, { text: 'hello, book a table for dinner' });
    assert.deepEqual([said.route, said.decidedBy], ['hello', 'rules']);
    assert.equal(said.candidates[0]?.route, 'table', 'what the encoder would have compared');
    assert.deepEqual([servedOf(said)['fast'], servedOf(said)['similarity']], [false, false]);
  });

  it('embeds a text once, however many layers ask for it', async () => {
    const before = encoder.asked.length;
    await explained(bookings, { text: 'reserve a table for dinner tonight' });
    assert.equal(encoder.asked.length, before + 1);
  });

  it('reads whole requests of every endpoint, with their headers', async () => {
    const model = 'large';
    const bodies = [
      { body: { model, messages: [{ role: 'user', content: 'hi' }] } },
      { path: '/v1/messages', body: { model, max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] } },
      { path: '/v1/responses', body: { model, input: 'hi' } },
      { path: '/v1/completions', body: { model, prompt: 'hi' } },
    ];
    for (const body of bodies) {
      const found = await explained(bookings, body);
      assert.deepEqual([found.decidedBy, found.model, found.reason], ['pin', 'large', 'pinned']);
    }
    const byHeader = buildRoute('vip', 'large', {
      match: [{ headers: [{ name: 'x-tier', exact: 'gold' }] }],
    });
    const models = [buildModel('small'), buildModel('large')] as const;
    const snapshot = await compile(buildRegistry(models, [byHeader]), {});
    const found = await explained(snapshot, { text: 'hi', headers: { 'X-Tier': 'gold' } });
    assert.equal(found.route, 'vip');
  });

  it('leaves nothing to chance', async () => {
    const drawn = await compileBookings(encoder, {
      controlGroup: { share: 0.5, model: 'large' },
      exploration: { share: 0.4 },
    });
    assert.ok(drawn.plan.trial !== undefined);
    for (let at = 0; at < 20; at += 1) {
      const { reason } = await explained(drawn, { text: 'book a table at the restaurant' });
      assert.equal(reason, 'similar');
    }
  });

  it('refuses what a request would be refused for', async () => {
    const endpoint = explainEndpoint(() => bookings);
    const codeOf = async (body: unknown): Promise<[number, string]> => {
      const { status, body: found } = await post(endpoint, body);
      return [status, (found as { readonly error: { readonly code: string } }).error.code];
    };
    const deep = `{"body":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`;
    const cases: readonly (readonly [unknown, number, string])[] = [
      ['', 400, 'body_missing'],
      ['{', 400, 'body_not_json'],
      ['[]', 400, 'field_invalid'],
      [deep, 400, 'body_too_deep'],
      [{}, 400, 'field_missing'],
      [{ text: 'a', messages: [] }, 400, 'field_missing'],
      [{ text: 7 }, 400, 'field_invalid'],
      [{ messages: [] }, 400, 'field_invalid'],
      [{ body: { model: 'nobody', messages: [{ role: 'user', content: 'x' }] } }, 404, 'model_not_found'],
      [{ path: '/v1/images', body: { prompt: 'x' } }, 400, 'field_invalid'],
      [{ text: 'x'.repeat(1_048_577) }, 413, 'body_too_large'],
    ];
    for (const [body, status, code] of cases) assert.deepEqual(await codeOf(body), [status, code]);
  });

  it('shows what a hostile prompt says as text, and judges it all the same', async () => {
    const text = '<script>alert(1)</script> \u0000 {{constructor}} \ud800';
    assert.equal((await explained(bookings, { text })).id, 'request');
  });

  it('explains two at a time, and turns others away', async () => {
    let release: (embedding: Embedding) => void = () => undefined;
    const waiting = new Promise<Embedding>((resolve) => (release = resolve));
    const slow = { ...encoder, embed: () => waiting };
    const snapshot = { ...bookings, instruments: { ...bookings.instruments, encoder: slow } };
    const endpoint = explainEndpoint(() => snapshot);
    const both = [post(endpoint, { text: 'one' }), post(endpoint, { text: 'two' })];
    const third = await post(endpoint, { text: 'three' });
    assert.equal(third.status, 429);
    release({ ok: false, failure: 'late' });
    assert.deepEqual(
      (await Promise.all(both)).map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await post(endpoint, { text: 'three' })).status, 200);
  });

  it('says that nothing is in service yet', async () => {
    const reply = await post(
      explainEndpoint(() => undefined),
      { text: 'x' },
    );
    assert.equal(reply.status, 503);
  });
});
