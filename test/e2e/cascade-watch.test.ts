import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ATTRIBUTES, SPANS } from '../../src/telemetry/names.js';
import { ask, chat, type Answer } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.js';
import { routeText } from '../support/pool-text.js';
import { completionOf } from '../support/build-cascade.js';
import { type ScriptedUpstream, startScriptedUpstream } from '../support/scripted-upstream.js';
import { type ScriptedTier, startScriptedTier } from '../support/scripted-tier.js';
import { startStack, type Stack } from '../support/stack.js';

const QUESTION = 'What is the capital of France?';

function poolOf(small: ScriptedTier, large: ScriptedTier, judge: ScriptedUpstream): string {
  return `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: large
  models:
    - { name: small, url: '${small.url}', model: org/small, price: { input: 1, output: 1 } }
    - { name: large, url: '${large.url}', model: org/large, price: { input: 4, output: 4 } }
    - { name: judge, url: '${judge.url}', model: org/judge, price: { input: 1, output: 1 } }
`;
}

/** What a verifier says that is all but sure. */
const NO = completionOf('no', {
  choices: [
    {
      ...{ index: 0, finish_reason: 'length', message: { role: 'assistant', content: 'no' } },
      logprobs: {
        content: [
          {
            ...{ token: 'no', logprob: -0.01 },
            top_logprobs: [
              { token: 'no', logprob: -0.01 },
              { token: 'yes', logprob: -6 },
            ],
          },
        ],
      },
    },
  ],
});

/** A zone as wide as this makes every answer grey that no check is sure of. */
const ROUTES = [
  routeText(
    'watched',
    'cascade: { tiers: [small, large], gate: { bar: 0.1 } }, match: [{ keywords: [watched] }]',
  ),
  routeText(
    'skipping',
    'cascade: { tiers: [small, large], gate: { bar: 0.1 }, onThrash: skip }, match: [{ keywords: [skipping] }]',
  ),
  routeText(
    'verified',
    'cascade: { tiers: [small, large], gate: { bar: 0.5, verifier: { model: judge, width: 1 } } }, match: [{ keywords: [verified] }]',
  ),
  routeText(
    'sampled',
    'cascade: { tiers: [small, large], gate: { bar: 0, consistency: { samples: 2 } } }, match: [{ keywords: [sampled] }]',
  ),
].join('');

describe('what is seen of a cascade', () => {
  const cleanUp = createCleanUp();
  let stack: Stack;
  let receiver: OtlpReceiver;
  let small: ScriptedTier;
  const questions: string[] = [];

  before(async () => {
    receiver = await startOtlpReceiver();
    cleanUp.add(() => {
      receiver.close();
    });
    small = await startScriptedTier('small');
    const large = await startScriptedTier('large');
    for (const tier of [small, large]) {
      cleanUp.add(() => {
        tier.close();
      });
    }
    const judge = await startScriptedUpstream((request, response) => {
      request
        .on('data', (chunk: Buffer) => questions.push(chunk.toString()))
        .on('end', () => {
          response.end(NO);
        });
    });
    cleanUp.add(() => {
      judge.close();
    });
    stack = await startStack({
      registry: { 'pool.yaml': poolOf(small, large, judge), 'routes.yaml': ROUTES },
      models: {},
      flags: ['--encoder', 'none', '--otlp', `${receiver.url}/v1/traces`],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  const askFor = (words: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    ask(stack.url, chat(`${words}. ${QUESTION}`), { headers });

  const attemptsOf = async ({ decision }: Answer): Promise<readonly JsonObject[]> => {
    const line = await eventually('the line', () =>
      stack.logs().find((entry) => entry['decision'] === decision),
    );
    return (line['attempts'] as readonly unknown[]).map(objectOf);
  };

  it('is a span for each judged attempt beside those of Envoy, below the decision', async () => {
    const trace = randomBytes(16).toString('hex');
    const traceparent = `00-${trace}-${randomBytes(8).toString('hex')}-01`;
    const answer = await askFor('watched small:bad', { traceparent });
    const spans = await eventually('the spans', () => {
      const seen = receiver.spans.filter((span) => span.trace === trace);
      return (
        [SPANS.gate, 'chat auto', 'ingress'].every((name) => seen.some((span) => span.name === name)) && seen
      );
    });
    const decide = spans.find(({ name }) => name === SPANS.decide);
    const [gate, ...others] = spans.filter(({ name }) => name === SPANS.gate);
    assert.equal(others.length, 0);
    assert.equal(gate?.parent, decide?.id);
    assert.equal(gate?.attributes[ATTRIBUTES.tier], 'small');
    assert.equal(gate.attributes[ATTRIBUTES.escalated], true);
    assert.equal(gate.attributes[ATTRIBUTES.decision], answer.decision);
    const upstream = spans.filter(({ service, name }) => service === 'envoy' && name.startsWith('router '));
    assert.deepEqual(upstream.map(({ name }) => name).sort(), [
      'router model/large egress',
      'router tier/small egress',
    ]);
  });

  it('asks the verifier, through Envoy, about answers in the grey zone', async () => {
    const answer = await askFor('verified');
    assert.match(questions.join(''), /says small[^]*Is the answer good\?/);
    assert.equal(answer.model, 'large');
    const [attempt] = await attemptsOf(answer);
    const reasons = attempt?.['reasons'] as readonly unknown[];
    assert.deepEqual([attempt?.['stage'], reasons[0]], ['verifier', 'verifier']);
  });

  it('asks the tier again where samples must agree', async () => {
    const before = small.received.length;
    const answer = await askFor('sampled');
    assert.equal(answer.model, 'small');
    assert.equal(small.received.length - before, 3);
    const [attempt] = await attemptsOf(answer);
    assert.equal(attempt?.['stage'], 'consistency');
  });

  it('counts what is thrown away, and starts higher when the first tier does not pay', async () => {
    for (let request = 0; request < 60; request += 1) await askFor('skipping small:bad');
    const counters = objectOf(await (await fetch(`${stack.admin}/counters`)).json());
    const route = objectOf(objectOf(objectOf(counters['cascades'])['routes'])['skipping']);
    assert.equal(route['thrashing'], true);
    assert.ok(Number(route['wastedUsd']) > 0 && Number(route['rejected']) >= 50);
    assert.ok(
      stack.logs().some(({ msg }) => msg === 'the first tier of the cascade costs more than it saves'),
    );
    const before = small.received.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => askFor('skipping')));
    assert.ok(answers.every(({ status }) => status === 200));
    const tried = small.received.length - before;
    assert.ok(tried >= 1 && tried <= 4, `${tried} of 20 tried the first tier`);
  });
});
