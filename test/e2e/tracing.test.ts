import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type JsonObject, objectOf } from '../../demo/stand-in/json.js';
import { ATTRIBUTES, EVENTS, SPANS } from '../../src/telemetry/names.js';
import { type Answer, ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import { documentedProblems } from '../support/documented-spans.js';
import { eventually } from '../support/eventually.js';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver.js';
import type { Stack } from '../support/stack.js';
import { treeOf } from '../support/trace-tree.js';
import { ESCALATING, SMALL_TALK, startTracedStack } from '../support/traced-stack.js';
import { CASCADE_TREE, PLAIN_TREE, REFUSED_TREE } from '../support/traced-trees.js';

describe('the trace of a request', () => {
  const cleanUp = createCleanUp();
  let receiver: OtlpReceiver;
  let stack: Stack;

  before(async () => {
    receiver = await startOtlpReceiver();
    cleanUp.add(() => {
      receiver.close();
    });
    stack = await startTracedStack({ collector: receiver.url, shadow: 1 });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  /** Waits until the trace has as many spans as the tree has lines. */
  async function traced(prompt: string, more: JsonObject, tree: readonly string[]): Promise<Traced> {
    const trace = randomBytes(16).toString('hex');
    const client = randomBytes(8).toString('hex');
    const headers = { traceparent: `00-${trace}-${client}-01` };
    const answer = await ask(stack.url, chat(prompt, more), { headers });
    const spans = await eventually('the spans of both processes', () => {
      const seen = receiver.spans.filter((span) => span.trace === trace);
      return seen.length >= tree.length && seen;
    });
    const only = (name: string): ReceivedSpan => {
      const [span, ...others] = spans.filter((each) => each.name === name);
      assert.ok(span && others.length === 0, `${name} in ${treeOf(spans).join('\n')}`);
      return span;
    };
    return { answer, spans, client, only };
  }

  it("is one tree below the client's span, from Envoy to the outcome", async () => {
    const { spans, client, only } = await traced(SMALL_TALK, { max_tokens: 500 }, PLAIN_TREE);
    assert.deepEqual(treeOf(spans), PLAIN_TREE);
    assert.equal(only('ingress').parent, client);
  });

  it('tells the decision and its outcome', async () => {
    const { answer, only } = await traced(`${SMALL_TALK}!`, { max_tokens: 500 }, PLAIN_TREE);
    const line = await decisionLine(stack, answer);
    const outcome = outcomeOf(line);
    assertHas(only(SPANS.decide), {
      [ATTRIBUTES.decision]: answer.decision,
      [ATTRIBUTES.route]: 'small-talk',
      [ATTRIBUTES.model]: 'small',
      [ATTRIBUTES.reason]: 'similar',
      [ATTRIBUTES.registryVersion]: line['registry'],
      [ATTRIBUTES.requestId]: line['requestId'],
      [ATTRIBUTES.endpoint]: 'chat-completions',
      [ATTRIBUTES.turns]: 1,
      [ATTRIBUTES.tools]: 0,
      [ATTRIBUTES.truncated]: false,
      [ATTRIBUTES.shadowModel]: 'reference',
      [ATTRIBUTES.keptFor]: undefined,
      [ATTRIBUTES.genAiRequestModel]: 'auto',
      [ATTRIBUTES.genAiMaxTokens]: 500,
    });
    const { [ATTRIBUTES.margin]: margin, [ATTRIBUTES.marginBar]: bar } = only(SPANS.decide).attributes;
    assert.ok(Number(margin) >= Number(bar));
    assertHas(only('chat auto'), {
      [ATTRIBUTES.decision]: answer.decision,
      [ATTRIBUTES.model]: 'small',
      [ATTRIBUTES.answeredModel]: 'small',
      [ATTRIBUTES.httpStatus]: 200,
      [ATTRIBUTES.attempts]: 1,
      [ATTRIBUTES.cost]: outcome['costUsd'],
      [ATTRIBUTES.genAiOperation]: 'chat',
      [ATTRIBUTES.genAiProvider]: 'openai',
      [ATTRIBUTES.genAiInputTokens]: outcome['inputTokens'],
      [ATTRIBUTES.genAiOutputTokens]: outcome['outputTokens'],
      [ATTRIBUTES.genAiResponseModel]: 'org/small',
    });
  });

  it('shows the attempts of a cascade, and the verdict of the gate', async () => {
    const { answer, spans, only } = await traced(ESCALATING, {}, CASCADE_TREE);
    assert.deepEqual(treeOf(spans), CASCADE_TREE);
    assert.equal(answer.model, 'large');
    const gate = only(SPANS.gate);
    assertHas(gate, {
      [ATTRIBUTES.decision]: answer.decision,
      [ATTRIBUTES.tier]: 'small',
      [ATTRIBUTES.attempt]: 1,
      [ATTRIBUTES.escalated]: true,
    });
    const verdict = gate.events.find(({ name }) => name === EVENTS.evaluation);
    assert.equal(verdict?.attributes[ATTRIBUTES.evaluationLabel], 'fail');
    assert.deepEqual(only(SPANS.decide).attributes[ATTRIBUTES.cascadeTiers], ['small', 'large']);
    assertHas(only('chat auto'), { [ATTRIBUTES.answeredModel]: 'large', [ATTRIBUTES.attempts]: 2 });
  });

  it('shows what was refused', async () => {
    const { answer, spans, only } = await traced('hello', { model: 'nobody' }, REFUSED_TREE);
    assert.equal(answer.status, 404);
    assert.deepEqual(treeOf(spans), REFUSED_TREE);
    assertHas(only(SPANS.decide), { [ATTRIBUTES.errorType]: 'model_not_found' });
  });

  it('is linked to by the trace of a copy of the request', async () => {
    const { answer, only } = await traced(`${SMALL_TALK}?`, {}, PLAIN_TREE);
    const decide = only(SPANS.decide);
    const shadow = await eventually('the span of the copy', () =>
      receiver.spans.find(
        ({ name, attributes }) =>
          name === SPANS.shadow && attributes[ATTRIBUTES.decision] === answer.decision,
      ),
    );
    assert.deepEqual(shadow.links, [{ trace: decide.trace, id: decide.id }]);
    assert.equal(shadow.parent, '');
    assert.notEqual(shadow.trace, decide.trace);
    assertHas(shadow, { [ATTRIBUTES.model]: 'small', [ATTRIBUTES.shadowModel]: 'reference' });
  });

  it('holds only what is documented', () => {
    assert.deepEqual(documentedProblems(receiver.spans), []);
  });

  it('holds the prompt nowhere, nor does the log', () => {
    assert.ok(receiver.spans.length > 40);
    assert.doesNotMatch(JSON.stringify(receiver.spans), /xylophone|capital of France/i);
    assert.doesNotMatch(JSON.stringify(stack.logs().map(objectOf)), /xylophone|capital of France/i);
  });
});

interface Traced {
  readonly answer: Answer;
  readonly spans: readonly ReceivedSpan[];
  /** Id of the client's span. */
  readonly client: string;
  readonly only: (name: string) => ReceivedSpan;
}

function assertHas({ attributes }: ReceivedSpan, expected: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(expected);
  assert.deepEqual(Object.fromEntries(names.map((name) => [name, attributes[name]])), expected);
}
