import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, objectOf } from '../../demo/stand-in/json.js';
import type { Feedback } from '../../src/record/feedback.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import type { RecordStore } from '../../src/store/record-store.js';
import { type Answer, ask, assertOpenAiError, chat, jsonOf } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { decisionLine } from '../support/decision-line.js';
import { eventually } from '../support/eventually.js';
import { GREETING_REGISTRY, policyText, poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ACME = { 'x-tenant-id': 'acme' };

/** The user and the model in turn. */
function talk(texts: readonly string[], model = 'auto'): JsonObject {
  return {
    model,
    messages: texts.map((content, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content })),
  };
}

describe('feedback, behind a real Envoy', () => {
  const cleanUp = createCleanUp();
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
  let stack: Stack;
  let store: RecordStore;

  before(async () => {
    stack = await startStack({ registry: GREETING_REGISTRY, flags: ['--encoder', 'none', '--records', url] });
    cleanUp.add(() => stack.stop());
    store = await openRecordStore(url);
    cleanUp.add(() => store.close());
  });
  after(() => cleanUp.run());

  function vote(
    fields: JsonObject | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return ask(stack.url, fields, { path: '/v1/feedback', headers });
  }

  async function rowsOn({ decision }: Answer): Promise<Feedback[]> {
    const rows: Feedback[] = [];
    for await (const batch of store.feedback({})) rows.push(...batch);
    return rows.filter((row) => row.decision === decision);
  }

  async function rowOf(answer: Answer, source: Feedback['source']): Promise<Feedback> {
    return eventually(`a row of ${source}`, async () =>
      (await rowsOn(answer)).find((row) => row.source === source),
    );
  }

  it("keeps a user's thumbs down, at once", async () => {
    const answer = await ask(stack.url, chat('what is a monad?'), { headers: ACME });
    const decision = answer.decision ?? assert.fail('nobody decided');
    const reply = await vote({ decision, thumbs: 'down', model: 'large', tags: ['wrong'] }, ACME);
    assert.deepEqual([reply.status, jsonOf(reply)], [200, { object: 'feedback', decision }]);
    const { at, ...row } = await rowOf(answer, 'user');
    assert.deepEqual(row, {
      ...{ decision, source: 'user', score: 0 },
      ...{ route: null, model: 'large', tags: ['wrong'] },
    });
    assert.ok(Date.now() - at < 60_000);
  });

  it('keeps feedback that comes when the record is in the store', async () => {
    const answer = await ask(stack.url, chat('hello'));
    const { decision } = answer;
    await eventually('the record', async () => store.find(decision ?? ''));
    assert.equal((await vote({ decision, score: 0.75, route: 'greeting' })).status, 200);
    const { score, route } = await rowOf(answer, 'user');
    assert.deepEqual([score, route], [0.75, 'greeting']);
  });

  it("refuses another tenant's vote as it refuses one on nothing", async () => {
    const answer = await ask(stack.url, chat('what is a monoid?'), { headers: ACME });
    const { decision } = answer;
    const unknown = randomUUID();
    const refused = [
      await vote({ decision, thumbs: 'up' }),
      await vote({ decision, thumbs: 'up' }, { 'x-tenant-id': 'umbrella' }),
      await vote({ decision: unknown, thumbs: 'up' }, ACME),
    ];
    const texts = refused.map((reply) => {
      assertOpenAiError(reply, 404, 'decision_not_found');
      return reply.text.replace(decision ?? '', 'ID').replace(unknown, 'ID');
    });
    assert.equal(new Set(texts).size, 1, texts.join('\n'));
    await eventually('the record', async () => store.find(decision ?? ''));
    assertOpenAiError(await vote({ decision, thumbs: 'up' }), 404, 'decision_not_found');
    assert.deepEqual(await rowsOn(answer), []);
  });

  it('refuses a second vote', async () => {
    const { decision } = await ask(stack.url, chat('what is a functor?'));
    const votes = await Promise.all([vote({ decision, thumbs: 'up' }), vote({ decision, thumbs: 'down' })]);
    assert.deepEqual(votes.map(({ status }) => status).sort(), [200, 409]);
    assertOpenAiError(await vote({ decision, score: 0 }), 409, 'feedback_repeated');
  });

  it('refuses what is huge, malformed or means nothing, and names the field', async () => {
    const { decision } = await ask(stack.url, chat('what is a group?'));
    assertOpenAiError(await vote({ decision, tags: ['x'.repeat(20_000)] }), 413, 'body_too_large');
    assertOpenAiError(await vote(`{"decision":"${decision ?? ''}","score":NaN}`), 400, 'body_not_json');
    assertOpenAiError(await vote(''), 400, 'body_missing');
    const fields: readonly [fields: JsonObject, code: string, param: string][] = [
      [{ decision: 'forged', thumbs: 'up' }, 'field_invalid', 'decision'],
      [{ decision, thumbs: 'up', tags: Array<string>(1_000).fill('x') }, 'field_invalid', 'tags'],
      [{ decision, thumb: 'up' }, 'field_invalid', 'thumb'],
      [{ decision, score: 2 }, 'field_invalid', 'score'],
      [{ decision }, 'field_missing', 'thumbs'],
      [{ decision, route: 'greting' }, 'field_invalid', 'route'],
      [{ decision, model: 'gpt-9' }, 'field_invalid', 'model'],
    ];
    for (const [form, code, param] of fields) {
      const reply = await vote(form);
      assertOpenAiError(reply, 400, code);
      assert.equal(objectOf(jsonOf(reply)['error'])['param'], param);
    }
    assert.match((await vote({ decision, route: 'greting' })).text, /did you mean \\"greeting\\"/);
    const read = await ask(stack.url, undefined, { path: '/v1/feedback', method: 'GET' });
    assertOpenAiError(read, 405, 'method_not_allowed');
    assert.equal(read.headers.get('allow'), 'POST');
  });

  it('refuses an endless body without a word about limits that could be raised', async () => {
    const chunk = Buffer.alloc(65_536, ' ');
    const body = ReadableStream.from(Array<Buffer>(270).fill(chunk));
    const endless = await fetch(`${stack.url}/v1/feedback`, { method: 'POST', body, duplex: 'half' });
    assert.equal(endless.status, 413);
    assert.match(await endless.text(), /feedback may have 16384/);
    const deep = await vote('{"tags":[[[[]]]]}');
    assertOpenAiError(deep, 400, 'body_too_deep');
    assert.doesNotMatch(deep.text, /spec\.limits/);
  });

  it('sends nothing that was meant as feedback to a provider', async () => {
    for (const path of ['/v1/Feedback', '/v1/feedback/x', '/v1/FEEDBACK/?y=1']) {
      const reply = await ask(stack.url, { thumbs: 'up' }, { path });
      assertOpenAiError(reply, 404, 'path_not_found');
      assert.match(reply.text, /Send feedback to \/v1\/feedback\./);
    }
  });

  it('lets a stronger model answer when the user asks again, for the rest of the conversation', async () => {
    const question = 'How many primes are there below one hundred?';
    const first = await ask(stack.url, talk([question]));
    assert.equal(first.model, 'medium');
    const again = [question, 'There are 24.', "No, that's wrong."];
    const second = await ask(stack.url, talk(again));
    assert.deepEqual([second.model, second.reason], ['large', 'reask']);
    assert.equal(jsonOf(second)['model'], 'stand-in/large');
    const third = await ask(
      stack.url,
      talk([...again, 'There are 25.', 'Thanks! Name the largest of them.']),
    );
    assert.deepEqual([third.model, third.reason], ['large', 'sticky']);
    const row = await rowOf(first, 'reask');
    assert.deepEqual([row.score, row.model], [0, null]);
    assert.deepEqual(await rowsOn(second), []);
  });

  it('notes a regenerated answer, and none in samples drawn at once', async () => {
    const headers = { 'x-conversation-id': randomUUID() };
    const joke = (): Promise<Answer> => ask(stack.url, chat('tell me a joke'), { headers });
    const samples = await Promise.all([joke(), joke()]);
    for (const sample of samples) await decisionLine(stack, sample);
    await sleep(2_100);
    assert.equal((await joke()).model, 'medium', 'which escalates nothing');
    const rows = await eventually('the row', async () => {
      const found = (await Promise.all(samples.map(rowsOn))).flat();
      return found.length > 0 && found;
    });
    assert.deepEqual(
      rows.map(({ source, score }) => [source, score]),
      [['regenerate', 0]],
    );
  });

  it('notes a change of the model by hand', async () => {
    const first = await ask(stack.url, talk(['Write a haiku.']));
    const turns = ['Write a haiku.', 'Snow falls.', 'Now one about spring.'];
    const second = await ask(stack.url, talk(turns, 'large'));
    assert.deepEqual([second.model, second.reason], ['large', 'pinned']);
    const row = await rowOf(first, 'switch');
    assert.deepEqual([row.score, row.model], [0, 'large']);
  });

  it('counts all of it', async () => {
    const response = await fetch(`${stack.admin}/counters`);
    const counts = objectOf(objectOf(await response.json())['opinions']);
    assert.deepEqual(counts['noticed'], { reask: 1, regenerate: 1, switch: 1 });
    assert.equal(counts['taken'], 3);
  });

  it('says that nobody is there while Dragoman is down', async () => {
    await stack.dragoman().stop();
    assertOpenAiError(await vote({ decision: randomUUID(), thumbs: 'up' }), 503, 'router_unavailable');
    await stack.restartDragoman();
  });
});

describe('feedback where no records are kept', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({ registry: GREETING_REGISTRY, flags: ['--encoder', 'none'] });
  });
  after(() => stack.stop());

  it('is refused, and says what to do', async () => {
    const { decision } = await ask(stack.url, chat('hello'));
    const reply = await ask(stack.url, { decision, thumbs: 'up' }, { path: '/v1/feedback' });
    assertOpenAiError(reply, 503, 'records_off');
    assert.match(reply.text, /--records/);
  });
});

const PRIMES = [
  ...['how many primes are there', 'is this number a prime', 'list the prime numbers'],
  ...['what is the largest prime below a bound', 'count the primes'],
];

describe('a cascade whose answers do not do', () => {
  let stack: Stack;
  before(async () => {
    const spec = `cascade: { tiers: [small, medium, large], gate: { bar: 0.0001 } }, examples: ${JSON.stringify(PRIMES)}`;
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(),
        'routes.yaml': routeText('primes', spec),
        'policy.yaml': policyText('encoder: { deadline: 20s }'),
      },
    });
  });
  after(() => stack.stop());

  it('is climbed by one tier with each question asked again', async () => {
    const turns = ['How many primes are there below one hundred?'];
    const said: (readonly [string | null, string | null])[] = [];
    for (const next of [
      "No, that's wrong. How many primes are there?",
      'List the prime numbers below ten.',
    ]) {
      const answer = await ask(stack.url, talk(turns));
      said.push([answer.model, answer.reason]);
      await decisionLine(stack, answer);
      turns.push('There are 24.', next);
    }
    const last = await ask(stack.url, talk(turns));
    said.push([last.model, last.reason]);
    assert.deepEqual(said, [
      ['small', 'similar'],
      ['medium', 'reask'],
      ['medium', 'sticky'],
    ]);
    assert.equal(stack.models.get('large')?.received().length, 0);
  });
});
