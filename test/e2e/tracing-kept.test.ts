import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { objectOf } from '../../demo/stand-in/json.js';
import { ATTRIBUTES, SPANS } from '../../src/telemetry/names.js';
import { type Answer, ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver.js';
import type { Stack } from '../support/stack.js';
import { treeOf } from '../support/trace-tree.js';
import { ESCALATING, SMALL_TALK, startTracedStack } from '../support/traced-stack.js';
import { CASCADE_TREE, ownPart, PLAIN_TREE, REFUSED_TREE } from '../support/traced-trees.js';

const FAILING = 'good evening small:500';

describe('what head sampling leaves out', () => {
  const cleanUp = createCleanUp();
  let receiver: OtlpReceiver;
  let stack: Stack;

  before(async () => {
    receiver = await startOtlpReceiver();
    cleanUp.add(() => {
      receiver.close();
    });
    stack = await startTracedStack({
      collector: receiver.url,
      shadow: 1,
      // No machine is so slow that a decision is kept for it.
      env: { OTEL_TRACES_SAMPLER: 'parentbased_always_off', DRAGOMAN_TRACES_SLOW_MS: '60000' },
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  const traceOf = (trace: string): readonly ReceivedSpan[] =>
    receiver.spans.filter((span) => span.trace === trace);

  const decideOf = ({ decision }: Answer): ReceivedSpan | undefined =>
    receiver.spans.find(
      ({ name, attributes }) => name === SPANS.decide && attributes[ATTRIBUTES.decision] === decision,
    );

  /** The spans of a trace once there are as many as lines. */
  const spansOf = (trace: string, tree: readonly string[]): Promise<readonly ReceivedSpan[]> =>
    eventually('the spans', () => traceOf(trace).length >= tree.length && traceOf(trace));

  const counts = async (): Promise<Readonly<Record<string, unknown>>> =>
    objectOf(objectOf(await (await fetch(`${stack.admin}/counters`)).json())['traces']);

  it('is exported nevertheless when the answer was escalated, with the spans that came before', async () => {
    const answer = await ask(stack.url, chat(ESCALATING));
    const decide = await eventually('the kept decision', () => decideOf(answer));
    const spans = await spansOf(decide.trace, ownPart(CASCADE_TREE));
    // Envoy knew nothing of the escalation when it left its own spans out.
    assert.deepEqual(treeOf(spans), ownPart(CASCADE_TREE));
    assert.equal(decide.attributes[ATTRIBUTES.keptFor], 'escalated');
    const shadow = await eventually('the span of the copy', () =>
      receiver.spans.find(({ links }) => links[0]?.id === decide.id),
    );
    assert.equal(shadow.name, SPANS.shadow);
  });

  it('is exported when the request was refused, below the caller that left it out', async () => {
    const trace = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-00` };
    const { status } = await ask(stack.url, chat('hello', { model: 'nobody' }), { headers });
    assert.equal(status, 404);
    const spans = await spansOf(trace, ownPart(REFUSED_TREE));
    assert.deepEqual(treeOf(spans), ownPart(REFUSED_TREE));
  });

  it('is exported when the upstream failed', async () => {
    const answer = await ask(stack.url, chat(FAILING));
    assert.equal(answer.status, 500);
    const decide = await eventually('the kept decision', () => decideOf(answer));
    assert.equal(decide.attributes[ATTRIBUTES.keptFor], 'error');
    const spans = await spansOf(decide.trace, ownPart(PLAIN_TREE));
    const outcome = spans.find(({ name }) => name === 'chat auto');
    assert.equal(outcome?.attributes[ATTRIBUTES.errorType], '500');
  });

  it('is left out when it is dull, and counted', async () => {
    const before = Number((await counts())['dull']);
    const dull = await ask(stack.url, chat(SMALL_TALK));
    await eventually(
      'the dull decision to be settled',
      async () => Number((await counts())['dull']) > before,
    );
    // What is exported later arrives later.
    const later = await ask(stack.url, chat(`${ESCALATING} Now.`));
    await eventually('the next kept decision', () => decideOf(later));
    assert.equal(decideOf(dull), undefined);
    const { held, letGo, dropped, failed } = await counts();
    assert.deepEqual({ held, letGo, dropped, failed }, { held: 0, letGo: 0, dropped: 0, failed: 0 });
  });

  it('is not for us to leave out when the caller took it', async () => {
    const trace = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` };
    await ask(stack.url, chat(`${SMALL_TALK}!`), { headers });
    assert.deepEqual(treeOf(await spansOf(trace, PLAIN_TREE)), PLAIN_TREE);
  });
});
