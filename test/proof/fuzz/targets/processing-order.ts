import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Decider } from '../../../../src/extproc/decider.js';
import type { GateAction, Gatekeeper } from '../../../../src/extproc/gatekeeper.js';
import { type ExtProcServer, startExtProcServer } from '../../../../src/extproc/server.js';
import type { Mutation } from '../../../../src/mutation/mutation.js';
import { connectProxy, type Conversation } from '../connect-proxy.js';
import { opened } from '../opened.js';
import { defineTarget } from '../fuzz-target.js';
import { damaged } from '../grammar/damaged-bytes.js';
import { scratchFolder } from '../scratch-folder.js';
import { PART_NAMES, proxyMessage } from '../grammar/proxy-messages.js';

interface ProxyStream {
  readonly role: string;
  /** A message as protobufjs takes it, or bytes that need not be one. */
  readonly messages: readonly (object | Buffer)[];
  readonly isCancelled: boolean;
}

const FORWARD: Mutation = {
  ...{ kind: 'forward', mode: 'chain', clusters: ['model/a', 'model/b'], headers: [] },
  ...{ body: Buffer.from('{}'), metadata: { decision: 'd' } },
};
const REPLY: Mutation = { kind: 'reply', status: 400, headers: [], body: '{}', details: 'dragoman_x' };

/** Answers each request by its path, so that every kind of reply is given, at once and later. */
const DECIDER: Decider = {
  onHeaders: ({ path }) =>
    path === '/v1/feedback' ? REPLY : path.startsWith('/v1/models') ? { kind: 'pass' } : undefined,
  onBody: async (_head, body) => {
    if (body.length % 2 === 0) await new Promise(setImmediate);
    if (body.length % 5 === 0) throw new Error('on purpose');
    return body.length % 3 === 0 ? REPLY : FORWARD;
  },
};

const ESCALATE: GateAction = { kind: 'escalate', chain: ['tier/a', 'model/b'] };

const GATEKEEPER: Gatekeeper = {
  judging: ({ status }) =>
    status === 0
      ? undefined
      : {
          deadlineMs: 5_000,
          judge: (body) => Promise.resolve(body.length % 2 === 0 ? ESCALATE : { kind: 'pass' }),
        },
  watching: ({ headers }) =>
    headers.size === 0
      ? undefined
      : {
          ...{ silenceMs: 20, holdMs: 10, stall: () => ESCALATE, expire: () => ({ kind: 'pass' }) },
          push: (chunk, end) => (chunk.length > 40 ? ESCALATE : end ? { kind: 'pass' } : undefined),
        },
};

export const processingOrderTarget = defineTarget<ProxyStream>({
  name: 'processing-order',
  claim:
    'A proxy may send the parts of an exchange in any order, again and again, without their fields, or as bytes that are none: each stream ends, no part is replied to more often than it came, and the server goes on.',
  weight: 1,
  arbitrary: fc.record({
    role: fc.constantFrom('', 'decide', 'gate', 'prefix', 'delivered', 'shadow', 'nonsense'),
    messages: fc.array(
      fc.oneof(
        { weight: 9, arbitrary: proxyMessage },
        { weight: 1, arbitrary: damaged(fc.constant(Buffer.from('12060a040a020a00', 'hex'))) },
      ),
      { maxLength: 8 },
    ),
    isCancelled: fc.boolean(),
  }),
  prepare: async () => {
    const server = await startServer();
    opened(() => server.drain(0));
    const proxy = connectProxy(server.address);
    opened(() => {
      proxy.close();
    });
    return async (input) => {
      assertConversation(input, await proxy.converse(input));
    };
  },
});

async function startServer(): Promise<ExtProcServer> {
  const nothing = (): void => undefined;
  return startExtProcServer({
    bind: `unix:${join(scratchFolder(), 'extproc.sock')}`,
    maxBodyBytes: 1_048_576,
    decider: DECIDER,
    gatekeeper: GATEKEEPER,
    observer: { wants: () => true, observed: nothing, missed: nothing },
    ...{ onOutcomes: nothing, onReporting: nothing, onError: nothing },
  });
}

function assertConversation({ messages, isCancelled }: ProxyStream, { replies, code }: Conversation): void {
  const areMessages = messages.every((message) => !Buffer.isBuffer(message));
  if (areMessages && !isCancelled) assert.equal(code, 0, 'a stream of whole messages did not end well');
  const immediate = replies.filter((reply) => reply.response === 'immediate_response');
  assert.ok(immediate.length <= 1, 'the client is answered twice');
  for (const part of PART_NAMES) {
    const came = messages.filter((message) => Buffer.isBuffer(message) || part in message).length;
    const answered = replies.filter((reply) => reply.response === part).length;
    assert.ok(answered <= came, `${part} came ${came} times, and ${answered} replies to it`);
  }
}
