import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ERRORS } from '../../src/errors.js';
import { parseRequest } from '../../src/request/parse-request.js';
import { MAX_TEXT_CHARS } from '../../src/request/request-view.js';
import { randomValue } from './random-json.js';
import { seededRandom } from './seeded-random.js';
import { CHAT, LIMITS, problemOf, viewOf } from './view-of.js';

const PATHS = [CHAT, '/v1/completions', '/v1/responses', '/v1/messages'] as const;
const chatOf = (content: string): unknown => ({ messages: [{ role: 'user', content }] });

describe('parseRequest', () => {
  it('keeps the head as it came', () => {
    const head = { method: 'POST', path: '/v1/chat/completions?x=1', headers: new Map([['x-tenant', 'a']]) };
    const parsed = parseRequest(head, Buffer.from(JSON.stringify(chatOf('Hi'))), LIMITS);
    assert.ok(parsed.ok);
    assert.equal(parsed.value.head, head);
    assert.equal('model' in parsed.value, false);
    assert.equal('maxTokens' in parsed.value, false);
  });

  it('refuses another method and another path', () => {
    const get = parseRequest({ method: 'GET', path: CHAT, headers: new Map() }, Buffer.alloc(0), LIMITS);
    assert.equal(get.ok ? '' : get.problem.code, 'method_not_allowed');
    const other = parseRequest(
      { method: 'POST', path: '/v1/audio', headers: new Map() },
      Buffer.alloc(0),
      LIMITS,
    );
    assert.equal(other.ok ? '' : other.problem.code, 'field_invalid');
  });

  it('says where bad JSON is and quotes none of it', () => {
    const problem = problemOf(CHAT, '{"messages": [{"role": "user",\n "content": "my secret" "x"}]}');
    assert.equal(problem.code, 'body_not_json');
    assert.match(problem.message, /line 2, column 25/);
    assert.doesNotMatch(problem.message, /secret/);
  });

  it('reads a word of 60 KB, emoji and bidirectional marks', () => {
    const word = 'pneumono'.repeat(7_680);
    const view = viewOf(CHAT, chatOf(word));
    assert.equal(view.lastUserText, word);
    assert.equal(view.truncated, false);
    assert.ok(view.tokenEstimate > 1_000);
    const marks = '👩‍👩‍👧‍👦 \u202eabc\u202c \u200f שלום \ud800';
    assert.equal(viewOf(CHAT, chatOf(marks)).lastUserText, marks);
  });

  it('cuts long texts between characters and says so', () => {
    const view = viewOf(CHAT, chatOf('a' + '😀'.repeat(40_000)));
    assert.equal(view.truncated, true);
    assert.equal(view.lastUserText.length, MAX_TEXT_CHARS - 1);
    assert.ok(view.lastUserText.endsWith('😀'));
    assert.ok(view.tokenEstimate > 60_000, 'the estimate is of the whole text');
    const system = { role: 'system', content: 'a'.repeat(40_000) };
    const long = viewOf(CHAT, { messages: [system, system] });
    assert.equal(long.system.length, MAX_TEXT_CHARS);
    assert.equal(long.truncated, true);
  });

  it('takes 100,000 nested arrays for a client error', () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    assert.equal(problemOf(CHAT, `{"messages":${nested}}`).code, 'body_too_deep');
    const limits = { maxDepth: 200_000, maxBodyBytes: 1_000_000 };
    for (const path of PATHS) {
      for (const field of ['messages', 'prompt', 'input', 'tools', 'x']) {
        parseRequest(
          { method: 'POST', path, headers: new Map() },
          Buffer.from(`{"${field}":${nested}}`),
          limits,
        );
      }
    }
    const tools = `{"messages":[{"role":"user","content":"x"}],"tools":[{"name":"f","parameters":${nested}}]}`;
    assert.ok(
      parseRequest({ method: 'POST', path: CHAT, headers: new Map() }, Buffer.from(tools), limits).ok,
    );
  });

  it('counts images, calls and tools in the token estimate', () => {
    const plain = viewOf(CHAT, chatOf('Hi')).tokenEstimate;
    const tools = [
      { type: 'function', function: { name: 'f', parameters: { type: 'object', title: 'x'.repeat(400) } } },
    ];
    assert.ok(viewOf(CHAT, { ...(chatOf('Hi') as object), tools }).tokenEstimate > plain + 100);
    const image = {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }, { type: 'image_url' }] }],
    };
    assert.equal(viewOf(CHAT, image).tokenEstimate, plain + 765);
  });

  it('never throws on random bytes, nor on random JSON in known fields', () => {
    const random = seededRandom(20_260_101);
    const names = [
      'messages',
      'prompt',
      'input',
      'system',
      'instructions',
      'tools',
      'functions',
      'text',
      'model',
    ] as const;
    for (let round = 0; round < 4_000; round++) {
      const path = random.pick(PATHS);
      const bytes = Buffer.from(Array.from({ length: random.below(60) }, () => random.below(256)));
      const members = Array.from({ length: 4 }, () => `"${random.pick(names)}":${randomValue(random, 4)}`);
      const item = `{"role":"user","type":"message","content":${randomValue(random, 4)},"tool_calls":${randomValue(random, 2)}}`;
      members.push(`"${random.pick(['messages', 'input', 'prompt'])}":[${item},${item}]`);
      const whole = Buffer.from(`{${members.join(',')}}`);
      const cut = whole.subarray(0, random.below(whole.length));
      for (const body of [bytes, whole, cut]) {
        const parsed = parseRequest({ method: 'POST', path, headers: new Map() }, body, LIMITS);
        if (!parsed.ok) assert.equal(ERRORS[parsed.problem.code].type, 'invalid_request_error');
      }
    }
  });
});
