import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DecisionLine, DecisionsPage, DecisionStory } from '../../src/admin/api/decisions.js';
import { type AdminAnswer, type AdminQuestion, askAdmin } from '../support/ask-admin.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { openApiChecker, readOpenApi } from '../support/openapi-document.js';
import { GREETING_REGISTRY, policyText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const SCRIPT = 'hello <script>fetch("//evil.example")</script> "><img src=x onerror=alert(1)>';

describe('the admin API, behind a real Envoy', () => {
  const cleanUp = createCleanUp();
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
  const document = readOpenApi();
  const check = openApiChecker(document);
  let stack: Stack;
  let decision: string;

  const askPort = (path: string, question?: AdminQuestion): Promise<AdminAnswer> =>
    askAdmin(Number(new URL(stack.admin).port), path, question);

  before(async () => {
    stack = await startStack({
      registry: { ...GREETING_REGISTRY, 'policy.yaml': policyText('records: { text: full }') },
      flags: [
        ...['--encoder', 'none', '--records', url],
        ...['--trace-url', 'http://127.0.0.1:16686/trace/{traceId}'],
      ],
    });
    cleanUp.add(() => stack.stop());
    const answer = await ask(stack.url, chat(SCRIPT));
    decision = answer.decision ?? assert.fail('nobody decided');
    await ask(stack.url, { decision, thumbs: 'up' }, { path: '/v1/feedback' });
    await eventually('the story', async () => {
      const story = await askPort(`/decisions/${decision}`);
      return story.status === 200 && (story.json() as DecisionStory).feedback.length > 0;
    });
  });
  after(() => cleanUp.run());

  it('answers every endpoint of its description, as described', async () => {
    const bodies: Readonly<Record<string, string>> = {
      '/log-level': '{"level":"info"}',
      '/explain': '{"text":"hello there"}',
    };
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        if (responses['200']?.content?.['text/event-stream'] !== undefined) continue;
        const sent = path.replace('{id}', decision).replace('{file}', 'page/main.js');
        const body = method === 'get' ? undefined : bodies[path];
        const answer = await askPort(sent, {
          method: method.toUpperCase(),
          ...(body !== undefined && { body, headers: JSON_TYPE }),
        });
        // Without an encoder there is no map; the console's files are there once the page is built.
        assert.ok(
          answer.status < 500 || path === '/map',
          `${method} ${path}: ${answer.status} ${answer.text}`,
        );
        const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
        if (type === 'application/json' && path !== '/openapi.json') {
          check(`${method} ${path}`, answer.status, answer.json());
        }
        assert.equal(answer.headers['x-content-type-options'], 'nosniff', path);
      }
    }
    assert.deepEqual((await askPort('/openapi.json')).json(), document);
  });

  it('tells the story of a decision, with a hostile prompt as mere data', async () => {
    const answer = await askPort(`/decisions/${decision}`);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
    const { record, meaning, feedback } = answer.json() as DecisionStory;
    assert.deepEqual(record.prompt.messages, [{ role: 'user', text: SCRIPT }]);
    assert.deepEqual([record.route, meaning], ['greeting', 'A rule of the route matched.']);
    assert.deepEqual(
      feedback.map(({ source, score }) => [source, score]),
      [['user', 1]],
    );
    const page = (await askPort('/decisions?route=greeting&limit=1')).json() as DecisionsPage;
    assert.deepEqual([page.source, page.decisions[0]?.text], ['store', SCRIPT.slice(0, 120)]);
  });

  it('shows decisions live, also while another client does not read', async () => {
    const lazy = await fetch(`${stack.admin}/decisions/live`);
    const live = await fetch(`${stack.admin}/decisions/live?route=greeting`);
    const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail('no body');
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => ask(stack.url, chat(at % 2 === 0 ? 'hello' : 'bye'))),
    );
    let text = '';
    while ((text.match(/^data: /gm) ?? []).length < 10)
      text += (await reader.read()).value ?? assert.fail(text);
    const lines = text.match(/^data: .*$/gm)?.map((line) => JSON.parse(line.slice(6)) as DecisionLine) ?? [];
    assert.deepEqual(new Set(lines.map(({ route }) => route)), new Set(['greeting']));
    await reader.cancel();
    await lazy.body?.cancel();
  });

  it('takes a log level until the next start', async () => {
    const set = await askPort('/log-level', { method: 'PUT', headers: JSON_TYPE, body: '{"level":"debug"}' });
    assert.deepEqual([set.status, set.json()], [200, { level: 'debug' }]);
    assert.deepEqual((await askPort('/log-level')).json(), { level: 'debug' });
    await stack.restartDragoman();
    assert.deepEqual((await askPort('/log-level')).json(), { level: 'info' });
  });

  it('refuses a forged form, a huge body, another method and another name', async () => {
    const form = await askPort('/log-level', {
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
      body: '{"level":"silent"}',
    });
    assert.equal(form.status, 415);
    const huge = await askPort('/explain', {
      method: 'POST',
      headers: JSON_TYPE,
      body: `{"text":"${'x'.repeat(5_000_000)}"}`,
    });
    assert.equal(huge.status, 413);
    const posted = await askPort('/config', { method: 'POST', headers: JSON_TYPE, body: '{}' });
    assert.deepEqual([posted.status, posted.headers.allow], [405, 'GET, HEAD']);
    for (const host of ['evil.example', `evil.example:${new URL(stack.admin).port}`]) {
      for (const path of ['/config', '/healthz', '/console/']) {
        assert.equal((await askPort(path, { headers: { host } })).status, 403, path);
      }
    }
    assert.equal((await askPort('/healthz')).status, 200);
  });

  it('gives nothing but its own files, whatever the path', async () => {
    for (const path of [
      ...['/console/../package.json', '/console/..%2fpackage.json', '/console/%2e%2e/package.json'],
      ...['/console/page/../../../../package.json', '/console//etc/passwd', '/console/%2fetc%2fpasswd'],
      ...[
        '/console/index.html%00.css',
        '/console/..\\package.json',
        '/console/page/',
        '/%2e%2e/package.json',
      ],
      ...['/../package.json', '//console/index.html', '/console/%c0%ae%c0%ae/package.json'],
    ]) {
      const answer = await askPort(path);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.headers['content-type'], 'application/json');
    }
  });
});

describe('the admin API of a server that keeps no records', () => {
  const cleanUp = createCleanUp();
  let stack: Stack;

  before(async () => {
    stack = await startStack({ registry: GREETING_REGISTRY, flags: ['--encoder', 'none'] });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  async function get<T>(path: string): Promise<T> {
    return (await (await fetch(stack.admin + path)).json()) as T;
  }

  it('shows the last decisions, without their texts', async () => {
    const { decision } = await ask(stack.url, chat(SCRIPT));
    const found = await eventually('the decision', async () => {
      const { decisions, source } = await get<DecisionsPage>('/decisions');
      assert.equal(source, 'memory');
      return decisions.find(({ id }) => id === decision);
    });
    assert.deepEqual([found.route, found.status, found.text], ['greeting', 200, null]);
    const { record, feedback, traceUrl } = await get<DecisionStory>(`/decisions/${decision ?? ''}`);
    assert.deepEqual([record.id, record.prompt.messages, record.prompt.hash], [decision, null, null]);
    assert.deepEqual([feedback, traceUrl], [[], null]);
    for (const path of ['/report', '/drift', '/quality']) {
      const { error } = await get<{ readonly error?: { readonly code: string } }>(path);
      assert.equal(error?.code, 'records_off', path);
    }
  });
});
