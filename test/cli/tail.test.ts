import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.js';
import { buildDecisionLine } from '../support/build-decision-line.js';
import { dragoman, outsideTerminal } from '../support/dragoman.js';

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const TOKEN = 'open-sesame';

describe('dragoman tail', () => {
  const asked: string[] = [];
  let watchers: ServerResponse[] = [];
  let decisions = [buildDecisionLine('two'), buildDecisionLine('one')];
  let isStoreAway = false;
  let server: Server;
  let running: ChildProcess | undefined;
  let output = '';
  let errors = '';

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.headers.authorization !== `Bearer ${TOKEN}`) {
        response
          .writeHead(401)
          .end(JSON.stringify({ error: { code: 'token_invalid', message: 'No token.' } }));
      } else if (request.url?.startsWith('/decisions/live') === true) {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        watchers.push(response);
      } else if (isStoreAway) {
        response.writeHead(503).end(JSON.stringify({ error: { message: 'The store is away.' } }));
      } else if (request.url?.startsWith('/decisions') === true) {
        response.end(JSON.stringify({ decisions, next: null, source: 'memory' }));
      } else response.writeHead(404).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  after(() => {
    server.close();
  });
  afterEach(async () => {
    if (running?.exitCode === null && running.signalCode === null) {
      running.kill('SIGKILL');
      await once(running, 'close');
    }
    for (const watcher of watchers) watcher.destroy();
    watchers = [];
    isStoreAway = false;
  });

  const address = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tail = (...flags: readonly string[]): ChildProcess => {
    const child = spawn(process.execPath, [main, 'tail', '--admin', address(), ...flags], {
      env: { ...outsideTerminal(), DRAGOMAN_ADMIN_TOKEN: TOKEN },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    running = child;
    return child;
  };
  const send = (decision: object): void => {
    for (const watcher of watchers) watcher.write(`data: ${JSON.stringify(decision)}\n\n`);
  };
  const lines = (): string[] => output.trimEnd().split('\n');
  const shown = (count: number): Promise<unknown> => eventually('lines', () => lines().length >= count);

  it('prints the last decisions and then each new one, a JSON object a line, and ends with 0', async () => {
    const child = tail('--route', 'billing', '--margin-below', '0.25');
    await shown(2);
    send(buildDecisionLine('two'));
    send(buildDecisionLine('three'));
    await shown(3);
    const ids = lines().map((line) => (JSON.parse(line) as { readonly id: string }).id);
    assert.deepEqual(ids, ['one', 'two', 'three']);
    assert.ok(asked.includes('/decisions/live?route=billing&marginBelow=0.25'));
    assert.ok(asked.includes('/decisions?route=billing&marginBelow=0.25&limit=20'));
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.equal(errors, '');
  });

  it('prints a table, in which no prompt can steer the terminal', async () => {
    tail('--table');
    await shown(3);
    send(buildDecisionLine('evil', { text: '\u001b[2Jgone\nand \u202eback', status: 503, costUsd: null }));
    await shown(4);
    assert.match(lines()[0] ?? '', /^time +route +model +status +reason +margin +ms +US\$ +text$/);
    assert.match(
      lines()[1] ?? '',
      /^\d\d:\d\d:\d\d +billing +small +200 +routed +0\.420 +812 +0\.001200 +hello$/,
    );
    assert.match(lines()[3] ?? '', /503 .* - +\\u001b\[2Jgone and \\u202eback$/);
  });

  it('comes back when the connection breaks, says so, and tells what was missed', async () => {
    tail('--json');
    await shown(2);
    decisions = [buildDecisionLine('missed'), ...decisions];
    for (const watcher of watchers.splice(0)) watcher.destroy();
    await shown(3);
    await eventually('the message', () => errors.includes('is back'));
    assert.equal(
      errors,
      `dragoman: the connection to http://${address()} broke; trying again\ndragoman: http://${address()} is back\n`,
    );
    assert.match(lines()[2] ?? '', /"id":"missed"/);
    assert.ok(asked.includes('/decisions?limit=200'));
  });

  it('tells what is decided also while the store is away', async () => {
    isStoreAway = true;
    tail('--json');
    await eventually('the message', () => errors.includes('The store is away.'));
    send(buildDecisionLine('three'));
    await shown(1);
    await eventually('the line', () => output.includes('"id":"three"'));
    assert.match(
      errors,
      /^dragoman: those that were decided before cannot be told: http:\/\/\S+ answers 503: The store is away\.\n$/,
    );
  });

  it('takes a reader that leaves for the end', async () => {
    const child = tail('--json');
    await shown(2);
    child.stdout?.destroy();
    const closed = once(child, 'close');
    await eventually('the end', () => {
      send(buildDecisionLine(`more ${Date.now()}`));
      return child.exitCode !== null;
    });
    assert.deepEqual([await closed, errors], [[0, null], '']);
  });

  it('says what is wrong in one line', async () => {
    const child = spawn(process.execPath, [main, 'tail', '--admin', `http://${address()}`], {
      env: { ...process.env, DRAGOMAN_ADMIN_TOKEN: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    assert.deepEqual(await once(child, 'close'), [1, null]);
    assert.match(
      told,
      /^dragoman: \S+ answers 401: No token\. \(DRAGOMAN_ADMIN_TOKEN is not set here\) \(admin_unreachable\)\n$/,
    );
    const refused = dragoman(['tail', '--admin', '127.0.0.1:1']);
    assert.equal(refused.status, 1);
    assert.match(
      refused.stderr,
      /^dragoman: http:\/\/127\.0\.0\.1:1 cannot be reached: .+ \(admin_unreachable\)\n$/,
    );
    for (const flags of [['--admin', 'a b'], ['--margin-below', '2'], ['--json', '--table'], ['more']]) {
      assert.equal(dragoman(['tail', ...flags]).status, 2, flags.join(' '));
    }
  });

  it('never says a secret that it was given', () => {
    const broken = dragoman(['tail', '--admin', address()], undefined, {
      DRAGOMAN_ADMIN_TOKEN: 's3cret\nline',
    });
    const inUrl = dragoman(['tail', '--admin', 'http://joe:s3cret@127.0.0.1:1']);
    for (const ran of [broken, inUrl]) {
      assert.equal(ran.status, 2);
      assert.match(ran.stderr, /DRAGOMAN_ADMIN_TOKEN/);
      assert.doesNotMatch(ran.stderr, /s3cret/);
    }
  });
});
