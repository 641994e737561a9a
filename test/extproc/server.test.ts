import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import type { Mutation } from '../../src/mutation/mutation.js';
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

describe('startExtProcServer', () => {
  it('takes a free port and tells it', async (t) => {
    const { server } = await startServer(t, { bind: 'localhost:0' });
    assert.match(server.address, /^localhost:[1-9]\d+$/);
  });

  it('makes a socket for its owner and group, and takes it away again', async (t) => {
    const path = socketPath(t);
    const { server } = await startServer(t, { bind: `unix:${path}` });
    assert.equal(statSync(path).mode & 0o777, 0o660);
    await server.drain(0);
    assert.equal(existsSync(path), false);
  });

  it('replaces a socket that a killed process left', async (t) => {
    const path = socketPath(t);
    const leave = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', leave]);
    assert.ok(statSync(path).isSocket());
    const { server } = await startServer(t, { bind: `unix:${path}` });
    const conversation = new Conversation(connectTo(t, server.address).process);
    assert.ok((await conversation.ask(headOf('/v1/models'))).request_headers);
  });

  it('leaves a socket alone on which somebody listens', async (t) => {
    const path = socketPath(t);
    const other = createServer().listen(path);
    t.after(() => other.close());
    await once(other, 'listening');
    await assert.rejects(startServer(t, { bind: `unix:${path}` }), {
      code: 'address_unavailable',
      message: `Cannot listen on unix:${path}: another process listens on it; stop that one first.`,
    });
    assert.ok(existsSync(path));
  });

  it('leaves a file alone that is no socket', async (t) => {
    const path = socketPath(t);
    writeFileSync(path, 'precious');
    await assert.rejects(startServer(t, { bind: `unix:${path}` }), {
      code: 'address_unavailable',
      message: /no socket/,
    });
    assert.ok(existsSync(path));
  });

  it('says what is wrong with an address', async (t) => {
    const { server } = await startServer(t);
    const wrong = [
      [server.address, /^Cannot listen on 127\.0\.0\.1:/],
      ['9000', /use unix:\/path or host:port/],
      [`unix:/${'x'.repeat(200)}`, /has 201 bytes, the limit is 103/],
      ['unix:/dev/null/extproc.sock', /^Cannot listen on unix:/],
    ] as const;
    for (const [bind, message] of wrong) {
      await assert.rejects(startServer(t, { bind }), { code: 'address_unavailable', message });
    }
  });
});

describe('a drain', () => {
  it('finishes the decisions in flight and takes no new connection', async (t) => {
    let decide: (mutation: Mutation) => void = () => undefined;
    let asked = false;
    const onBody = (): Promise<Mutation> => {
      asked = true;
      return new Promise((resolve) => (decide = resolve));
    };
    const { server } = await startServer(t, { decider: decider({ onBody }) });
    const conversation = new Conversation(connectTo(t, server.address).process);
    await conversation.ask(headOf('/v1/chat/completions'));
    conversation.send(bodyOf('{}'));
    await eventually('the decider to be asked', () => asked);
    const drained = server.drain(600_000);
    const late = new Conversation(connectTo(t, server.address).process);
    late.send(headOf('/v1/chat/completions'));
    assert.equal((await late.status).code, 14);
    decide({ kind: 'reply', status: 200, headers: [], body: '', details: 'dragoman_test' });
    assert.equal((await conversation.next()).immediate_response?.details, 'dragoman_test');
    conversation.end();
    await drained;
  });

  it('ends what is open after the grace time, well', async (t) => {
    const { server, heard } = await startServer(t, {
      decider: decider({ onBody: () => new Promise(() => undefined) }),
    });
    const conversation = new Conversation(connectTo(t, server.address).process);
    await conversation.ask(headOf('/v1/chat/completions'));
    conversation.send(bodyOf('{}'));
    await server.drain(50);
    assert.equal((await conversation.status).code, 0);
    assert.deepEqual(heard.errors, []);
  });

  it('can be asked for twice', async (t) => {
    const { server } = await startServer(t);
    await Promise.all([server.drain(0), server.drain(0)]);
  });
});
