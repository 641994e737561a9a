import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ATTRIBUTES, SPANS } from '../../src/telemetry/names.js';
import { ask, chat, type Answer } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import { eventually } from '../support/eventually.js';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';

const EXAMPLES = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];
const PROMPT = 'good evening, dear xylophone';

describe('the trace of a request', () => {
  const cleanUp = createCleanUp();
  let receiver: OtlpReceiver;
  let stack: Stack;
  let answer: Answer;
  let spans: readonly ReceivedSpan[];
  const trace = randomBytes(16).toString('hex');
  const client = randomBytes(8).toString('hex');

  before(async () => {
    receiver = await startOtlpReceiver();
    cleanUp.add(() => {
      receiver.close();
    });
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(),
        'routes.yaml': routeText('small-talk', `target: small, examples: ${JSON.stringify(EXAMPLES)}`),
      },
      flags: ['--otlp', `${receiver.url}/v1/traces`],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
    });
    cleanUp.add(() => stack.stop());
    const headers = { traceparent: `00-${trace}-${client}-01` };
    answer = await ask(stack.url, chat(PROMPT, { max_tokens: 500 }), { headers });
    spans = await eventually('the spans of both processes', () => {
      const seen = receiver.spans.filter((span) => span.trace === trace);
      // Children end before their parents, so these come last.
      return ['ingress', SPANS.decide, SPANS.outcome].every((name) => named(seen, name).length > 0) && seen;
    });
  });
  after(() => cleanUp.run());

  const only = (name: string | RegExp): ReceivedSpan => {
    const [span, ...more] = named(spans, name);
    assert.ok(span && more.length === 0, `${String(name)} in ${spans.map((each) => each.name).join(', ')}`);
    return span;
  };

  it("is one tree below the client's span", () => {
    const ingress = only('ingress');
    const processing = only(/ExternalProcessor\.Process/);
    const decide = only(SPANS.decide);
    assert.equal(ingress.parent, client);
    assert.equal(processing.parent, ingress.id);
    assert.equal(decide.parent, processing.id);
    for (const name of [SPANS.parse, SPANS.rules, SPANS.similarity, SPANS.choose, SPANS.outcome]) {
      assert.equal(only(name).parent, decide.id, name);
    }
    assert.deepEqual([ingress.service, decide.service], ['envoy', 'dragoman']);
  });

  it('tells the decision and its outcome', async () => {
    const line = await decisionLine(stack, answer);
    const outcome = outcomeOf(line);
    const decide = only(SPANS.decide).attributes;
    const expected = {
      [ATTRIBUTES.decision]: answer.decision,
      [ATTRIBUTES.route]: 'small-talk',
      [ATTRIBUTES.model]: 'small',
      [ATTRIBUTES.reason]: 'similar',
      [ATTRIBUTES.registryVersion]: line['registry'],
      [ATTRIBUTES.requestId]: line['requestId'],
      [ATTRIBUTES.turns]: 1,
      [ATTRIBUTES.tools]: 0,
      [ATTRIBUTES.truncated]: false,
      [ATTRIBUTES.genAiOperation]: 'chat',
      [ATTRIBUTES.genAiRequestModel]: 'auto',
      [ATTRIBUTES.genAiMaxTokens]: 500,
    };
    assert.deepEqual(pick(decide, Object.keys(expected)), expected);
    for (const name of [ATTRIBUTES.confidence, ATTRIBUTES.margin]) assert.ok(Number(decide[name]) > 0, name);
    const wanted = {
      [ATTRIBUTES.decision]: answer.decision,
      [ATTRIBUTES.model]: 'small',
      [ATTRIBUTES.httpStatus]: 200,
      [ATTRIBUTES.attempts]: 1,
      [ATTRIBUTES.cost]: outcome['costUsd'],
      [ATTRIBUTES.genAiInputTokens]: outcome['inputTokens'],
      [ATTRIBUTES.genAiOutputTokens]: outcome['outputTokens'],
      [ATTRIBUTES.genAiResponseModel]: 'stand-in/small',
    };
    assert.deepEqual(pick(only(SPANS.outcome).attributes, Object.keys(wanted)), wanted);
  });

  it('holds the prompt nowhere, nor does the log', async () => {
    await decisionLine(stack, answer);
    assert.doesNotMatch(JSON.stringify(receiver.spans), /xylophone/i);
    assert.doesNotMatch(JSON.stringify(stack.logs()), /xylophone/i);
  });
});

function pick(object: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}

function named(spans: readonly ReceivedSpan[], name: string | RegExp): readonly ReceivedSpan[] {
  return spans.filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)));
}
