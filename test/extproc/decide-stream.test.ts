import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { DecideContext, Decider } from '../../src/extproc/decider.js';
import type { Mutation } from '../../src/mutation/mutation.js';
import type { RequestHead } from '../../src/request/request-head.js';
import { eventually } from '../support/eventually.js';
import {
  bodyOf,
  connectTo,
  Conversation,
  decider,
  headOf,
  socketPath,
  startServer,
} from './ext-proc-client.js';
import type { Heard } from './ext-proc-client.js';

const CONTINUE = { response: { status: 'CONTINUE' } };
const FORWARD: Mutation = {
  kind: 'forward',
  mode: 'cluster',
  clusters: ['model/small'],
  headers: [],
  body: Buffer.from('{"model":"small"}'),
  metadata: { decision: 'd1' },
};

async function converse(
  t: TestContext,
  parts: Partial<Decider>,
  metadata?: Readonly<Record<string, string>>,
): Promise<{ conversation: Conversation; heard: Heard }> {
  const { server, heard } = await startServer(t, { decider: decider(parts) });
  return { conversation: new Conversation(connectTo(t, server.address).process, metadata), heard };
}

describe('a decide stream', () => {
  for (const transport of ['TCP', 'a Unix socket']) {
    it(`asks for the body and forwards it changed, over ${transport}`, async (t) => {
      const bind = transport === 'TCP' ? '127.0.0.1:0' : `unix:${socketPath(t)}`;
      const seen: [RequestHead, string][] = [];
      const onBody = (head: RequestHead, body: Buffer): Promise<Mutation> => {
        seen.push([head, body.toString()]);
        return Promise.resolve(FORWARD);
      };
      const { server } = await startServer(t, { bind, decider: decider({ onBody }) });
      const conversation = new Conversation(connectTo(t, server.address).process);
      const first = await conversation.ask(headOf('/v1/chat/completions', { 'x-team': 'blue' }));
      assert.deepEqual(first.request_headers, CONTINUE);
      const { request_body: answer, dynamic_metadata: metadata } = await conversation.ask(
        bodyOf('{"model":"auto"}'),
      );
      assert.equal(answer?.response?.body_mutation?.body?.toString(), '{"model":"small"}');
      assert.equal(answer.response.clear_route_cache, true);
      assert.equal(metadata?.fields?.['dragoman']?.structValue?.fields?.['decision']?.stringValue, 'd1');
      // Without our half: Envoy resets the stream instead.
      assert.equal((await conversation.status).code, 0);
      const [head, body] = seen[0] ?? [];
      assert.equal(body, '{"model":"auto"}');
      assert.equal(head?.method, 'POST');
      assert.equal(head.path, '/v1/chat/completions');
      assert.deepEqual([...head.headers], [['x-team', 'blue']]);
    });
  }

  it('answers from the head alone', async (t) => {
    const reply: Mutation = {
      kind: 'reply',
      status: 200,
      headers: [],
      body: '{}',
      details: 'dragoman_models',
    };
    const { conversation } = await converse(t, { onHeaders: () => reply });
    const { immediate_response: immediate } = await conversation.ask(
      headOf('/v1/models', { ':method': 'GET' }, true),
    );
    assert.equal(immediate?.details, 'dragoman_models');
    assert.equal(immediate.status?.code, 'OK');
  });

  it('gives an empty body when the head ends the request, and forwards in the answer to the head', async (t) => {
    const lengths: number[] = [];
    const { conversation } = await converse(t, {
      onBody: (_head, body) => {
        lengths.push(body.length);
        return Promise.resolve(FORWARD);
      },
    });
    const answer = await conversation.ask(headOf('/v1/chat/completions', {}, true));
    assert.equal(answer.request_headers?.response?.status, 'CONTINUE_AND_REPLACE');
    assert.deepEqual(lengths, [0]);
  });

  it('gives an empty body when the last chunk has none', async (t) => {
    const lengths: number[] = [];
    const { conversation } = await converse(t, {
      onBody: (_head, body) => {
        lengths.push(body.length);
        return Promise.resolve({ kind: 'pass' });
      },
    });
    await conversation.ask(headOf('/v1/chat/completions'));
    assert.deepEqual(
      (await conversation.ask({ request_body: { end_of_stream: true } })).request_body,
      CONTINUE,
    );
    assert.deepEqual(lengths, [0]);
  });

  it('asks for no body after a pass, and decides nothing more', async (t) => {
    let bodies = 0;
    const { conversation } = await converse(t, {
      onHeaders: () => ({ kind: 'pass' }),
      onBody: () => {
        bodies++;
        return Promise.resolve(FORWARD);
      },
    });
    const answer = await conversation.ask(headOf('/v1/files'));
    assert.deepEqual(answer.request_headers, CONTINUE);
    assert.equal(answer.mode_override?.request_body_mode, 'NONE');
    assert.equal(answer.mode_override.response_header_mode, 'SKIP');
    conversation.send(bodyOf('x'));
    assert.equal((await conversation.status).code, 0);
    assert.equal(bodies, 0);
  });

  it('passes and tells when the decider rejects or throws', async (t) => {
    const failure = new Error('broken decider');
    const broken: Partial<Decider>[] = [
      { onBody: () => Promise.reject(failure) },
      {
        onBody: () => {
          throw failure;
        },
      },
    ];
    for (const parts of broken) {
      const { conversation, heard } = await converse(t, parts);
      await conversation.ask(headOf('/v1/chat/completions'));
      assert.deepEqual((await conversation.ask(bodyOf('{}'))).request_body, CONTINUE);
      assert.deepEqual(heard.errors, [failure]);
    }
    const { conversation, heard } = await converse(t, {
      onHeaders: () => {
        throw failure;
      },
    });
    assert.deepEqual((await conversation.ask(headOf('/v1/chat/completions'))).request_headers, CONTINUE);
    assert.deepEqual(heard.errors, [failure]);
  });
});

describe('the context of a decision', () => {
  async function contextOf(
    t: TestContext,
    headers: Readonly<Record<string, string>>,
    metadata: Readonly<Record<string, string>>,
  ): Promise<DecideContext | undefined> {
    let context: DecideContext | undefined;
    const onBody: Decider['onBody'] = (_head, _body, given) => {
      context = given;
      return Promise.resolve({ kind: 'pass' });
    };
    const { conversation } = await converse(t, { onBody }, metadata);
    await conversation.ask(headOf('/v1/chat/completions', headers));
    await conversation.ask(bodyOf('{}'));
    return context;
  }

  it("takes Envoy's span before the client's, with its own state only", async (t) => {
    const context = await contextOf(
      t,
      { 'x-request-id': 'r1', traceparent: 'client', tracestate: 'client=1' },
      { traceparent: 'envoy' },
    );
    assert.equal(context?.requestId, 'r1');
    assert.deepEqual(context.traceHeaders, { traceparent: 'envoy' });
  });

  it("takes the client's span when Envoy does not trace", async (t) => {
    const headers = { 'x-request-id': 'r1', traceparent: 'client', tracestate: 'client=1' };
    const expected = { traceparent: 'client', tracestate: 'client=1' };
    assert.deepEqual((await contextOf(t, headers, {}))?.traceHeaders, expected);
  });

  it('makes a request id when there is none', async (t) => {
    const context = await contextOf(t, {}, {});
    assert.match(context?.requestId ?? '', /^[\da-f-]{36}$/);
    assert.deepEqual(context?.traceHeaders, {});
  });
});

describe('a decide stream that goes wrong', () => {
  it('survives a reset while a decision is being made', async (t) => {
    let decide: (mutation: Mutation) => void = () => undefined;
    let asked = false;
    const { server, heard } = await startServer(t, {
      decider: decider({
        onBody: () => {
          asked = true;
          return new Promise((resolve) => (decide = resolve));
        },
      }),
    });
    const client = connectTo(t, server.address).process;
    const first = new Conversation(client);
    await first.ask(headOf('/v1/chat/completions'));
    first.send(bodyOf('{}'));
    await eventually('the decider to be asked', () => asked);
    first.cancel();
    assert.equal((await first.status).code, 1);
    decide(FORWARD);
    const second = new Conversation(client);
    assert.deepEqual((await second.ask(headOf('/v1/chat/completions'))).request_headers, CONTINUE);
    assert.deepEqual(heard.errors, []);
  });

  it('answers before it ends when the client half-closes first', async (t) => {
    const { conversation } = await converse(t, {
      onBody: () => new Promise((resolve) => setTimeout(resolve, 20, FORWARD)),
    });
    conversation.send(headOf('/v1/chat/completions'));
    conversation.send(bodyOf('{}'));
    conversation.end();
    assert.deepEqual((await conversation.next()).request_headers, CONTINUE);
    assert.ok((await conversation.next()).request_body?.response?.body_mutation);
    assert.equal((await conversation.status).code, 0);
  });

  it('goes on unchanged with every part that is not its own', async (t) => {
    const { conversation } = await converse(t, {});
    assert.deepEqual((await conversation.ask(bodyOf('body before head'))).request_body, CONTINUE);
    assert.deepEqual((await conversation.ask({ response_headers: {} })).response_headers, CONTINUE);
    assert.deepEqual((await conversation.ask({ response_body: {} })).response_body, CONTINUE);
    assert.deepEqual((await conversation.ask({ request_trailers: {} })).request_trailers, {});
    assert.deepEqual((await conversation.ask({ response_trailers: {} })).response_trailers, {});
    assert.deepEqual((await conversation.ask(headOf('/v1/chat/completions'))).request_headers, CONTINUE);
    assert.deepEqual((await conversation.ask(headOf('/second'))).request_headers, CONTINUE);
    conversation.end();
    assert.equal((await conversation.status).code, 0);
  });

  it('ends well at a message that names no known part', async (t) => {
    const { conversation } = await converse(t, {});
    conversation.send({});
    assert.equal((await conversation.status).code, 0);
  });

  it('decides once, though Envoy sends a second body', async (t) => {
    let bodies = 0;
    const { conversation } = await converse(t, {
      onBody: () => {
        bodies++;
        return Promise.resolve(FORWARD);
      },
    });
    await conversation.ask(headOf('/v1/chat/completions'));
    conversation.send(bodyOf('{}'));
    conversation.send(bodyOf('{}'));
    assert.equal((await conversation.status).code, 0);
    assert.equal(bodies, 1);
  });

  it('passes and tells when the decision cannot be said', async (t) => {
    const unspeakable = { ...FORWARD, body: undefined } as unknown as Mutation;
    for (const endOfStream of [true, false]) {
      const { conversation, heard } = await converse(t, {
        onHeaders: () => (endOfStream ? unspeakable : undefined),
        onBody: () => Promise.resolve(unspeakable),
      });
      const head = await conversation.ask(headOf('/v1/chat/completions', {}, endOfStream));
      assert.deepEqual(head.request_headers, CONTINUE);
      if (!endOfStream) assert.deepEqual((await conversation.ask(bodyOf('{}'))).request_body, CONTINUE);
      assert.equal((await conversation.status).code, 0);
      assert.equal(heard.errors.length, 1);
    }
  });

  it('decides nothing and tells when the filter streams bodies', async (t) => {
    const { conversation, heard } = await converse(t, { onBody: () => Promise.resolve(FORWARD) });
    const head = headOf('/v1/chat/completions');
    await conversation.ask({ ...head, protocol_config: { request_body_mode: 'STREAMED' } });
    assert.deepEqual((await conversation.ask(bodyOf('{"mod'))).request_body, CONTINUE);
    assert.deepEqual((await conversation.ask(bodyOf('el"'))).request_body, CONTINUE);
    assert.match(String(heard.errors[0]), /request_body_mode STREAMED; set it to BUFFERED/);
    assert.equal(heard.errors.length, 1);
  });

  it('refuses a message over the limit, and only that stream', async (t) => {
    const { server } = await startServer(t, { maxBodyBytes: 1000 });
    const client = connectTo(t, server.address).process;
    const tooLarge = new Conversation(client);
    await tooLarge.ask(headOf('/v1/chat/completions'));
    tooLarge.send(bodyOf('x'.repeat(1000 + 1024 * 1024)));
    assert.equal((await tooLarge.status).code, 8);
    const next = new Conversation(client);
    await next.ask(headOf('/v1/chat/completions'));
    assert.deepEqual((await next.ask(bodyOf('x'.repeat(1000)))).request_body, CONTINUE);
  });
});
