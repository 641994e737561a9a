/** Run by `npm run test:jaeger`; `DRAGOMAN_JAEGER` is the path of Jaeger's all-in-one. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { JsonObject } from '../../demo/stand-in/json.js';
import { ATTRIBUTES, EVENTS, SPANS } from '../../src/telemetry/names.js';
import { type Answer, ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type Jaeger, type JaegerSpan, startJaeger } from '../support/jaeger-process.js';
import type { Stack } from '../support/stack.js';
import { treeOf } from '../support/trace-tree.js';
import { ESCALATING, SMALL_TALK, startTracedStack } from '../support/traced-stack.js';
import { CASCADE_TREE, ownPart, PLAIN_TREE, REFUSED_TREE } from '../support/traced-trees.js';

describe('traces in Jaeger', () => {
  const cleanUp = createCleanUp();
  let jaeger: Jaeger;
  let stack: Stack;

  before(async () => {
    const program = process.env['DRAGOMAN_JAEGER'];
    assert.ok(program, 'run it with: npm run test:jaeger');
    jaeger = await startJaeger(program);
    cleanUp.add(() => jaeger.stop());
    stack = await startTracedStack({
      collector: jaeger.collector,
      shadow: 1,
      // No machine is so slow that a decision is kept for it.
      env: { DRAGOMAN_TRACES_SLOW_MS: '60000' },
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  /** Asks, and waits until Jaeger has as many spans of the trace as the tree has lines. */
  async function traced(
    prompt: string,
    more: JsonObject,
    tree: readonly string[],
    flag = '01',
  ): Promise<Traced> {
    const trace = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-${flag}` };
    const answer = await ask(stack.url, chat(prompt, more), { headers });
    const spans = await eventually('the trace', async () => {
      const seen = await jaeger.trace(trace);
      return seen.length >= tree.length && seen;
    });
    const only = (name: string): JaegerSpan => {
      const [span, ...others] = spans.filter((each) => each.name === name);
      assert.ok(span && others.length === 0, name);
      return span;
    };
    return { answer, spans, only };
  }

  it('has one tree of a routed request, and finds it by its decision', async () => {
    const { answer, spans, only } = await traced(SMALL_TALK, {}, PLAIN_TREE);
    assert.deepEqual(treeOf(spans), PLAIN_TREE);
    const { tags } = only(SPANS.decide);
    assert.deepEqual(
      [tags[ATTRIBUTES.route], tags[ATTRIBUTES.model], tags[ATTRIBUTES.reason], tags['span.kind']],
      ['small-talk', 'small', 'similar', 'server'],
    );
    assert.equal(only('chat auto').tags[ATTRIBUTES.genAiOutputTokens], 20);
    const found = await jaeger.search('dragoman', { [ATTRIBUTES.decision]: answer.decision ?? '' });
    assert.ok(found.some((trace) => trace[0]?.trace === spans[0]?.trace));
    console.log(treeOf(spans).join('\n'));
  });

  it('has one tree of a cascade that escalates, with the verdict', async () => {
    const { spans, only } = await traced(ESCALATING, {}, CASCADE_TREE);
    assert.deepEqual(treeOf(spans), CASCADE_TREE);
    assert.equal(only(SPANS.gate).tags[ATTRIBUTES.escalated], true);
    assert.deepEqual(only(SPANS.gate).events, [EVENTS.evaluation]);
    console.log(treeOf(spans).join('\n'));
  });

  it('has one tree of a refused request, marked with its code', async () => {
    const { spans, only } = await traced('hello', { model: 'nobody' }, REFUSED_TREE);
    assert.deepEqual(treeOf(spans), REFUSED_TREE);
    assert.equal(only(SPANS.decide).tags[ATTRIBUTES.errorType], 'model_not_found');
  });

  it('has the trace of a copy, linked to the decision', async () => {
    const { answer, only } = await traced(`${SMALL_TALK}!`, {}, PLAIN_TREE);
    const shadow = await eventually('the trace of the copy', async () => {
      const found = await jaeger.search('dragoman', { [ATTRIBUTES.decision]: answer.decision ?? '' });
      return found.flat().find(({ name }) => name === SPANS.shadow);
    });
    const { trace, id } = only(SPANS.decide);
    assert.deepEqual([shadow.parent, shadow.links], ['', [{ trace, id }]]);
  });

  it('has what the caller left out and the gate rejected', async () => {
    const { spans, only } = await traced(`${ESCALATING} Now.`, {}, ownPart(CASCADE_TREE), '00');
    assert.deepEqual(treeOf(spans), ownPart(CASCADE_TREE));
    assert.equal(only(SPANS.decide).tags[ATTRIBUTES.keptFor], 'escalated');
  });

  it('lacks what the caller left out and nothing speaks for', async () => {
    const dull = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${dull}-${randomBytes(8).toString('hex')}-00` };
    const { status } = await ask(stack.url, chat('watched. What is the capital of France?'), { headers });
    assert.equal(status, 200);
    await traced(`${ESCALATING} Again.`, {}, ownPart(CASCADE_TREE), '00');
    assert.deepEqual(await jaeger.trace(dull), []);
  });
});

interface Traced {
  readonly answer: Answer;
  readonly spans: readonly JaegerSpan[];
  readonly only: (name: string) => JaegerSpan;
}
