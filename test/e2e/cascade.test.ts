import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { objectOf } from '../../demo/stand-in/json.js';
import { ask, chat, jsonOf, type Answer } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { routeText } from '../support/pool-text.js';
import { goodText, type ScriptedTier, startScriptedTier } from '../support/scripted-tier.js';
import { startStack, type Stack } from '../support/stack.js';

const NAMES = ['small', 'medium', 'large'] as const;
type Name = (typeof NAMES)[number];

const QUESTION = 'What is the capital of France?';

function poolOf(tiers: readonly ScriptedTier[]): string {
  const models = tiers.map(
    ({ name, url }, index) =>
      `    - { name: ${name}, url: '${url}', model: org/${name}, price: { input: ${index + 1}, output: ${index + 1} } }\n`,
  );
  return `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: medium
  models:
${models.join('')}    - { name: gone, url: 'http://127.0.0.1:9/v1', model: org/gone, price: { input: 1, output: 1 } }
`;
}

/** What the trained gate thinks of the words that steer the servers is not what is tested: only sure findings reject. */
const ROUTES = [
  routeText(
    'three',
    'cascade: { tiers: [small, medium, large], gate: { bar: 0.1 }, timeouts: { small: 1s }, prefix: { tokens: 8 } }, match: [{ keywords: [three] }]',
  ),
  routeText('gone', 'cascade: { tiers: [gone, large], gate: { bar: 0.1 } }, match: [{ keywords: [gone] }]'),
  routeText(
    'whole',
    'cascade: { tiers: [small, large], gate: { bar: 0.1 }, streaming: buffer }, match: [{ keywords: [whole] }]',
  ),
  routeText(
    'direct',
    'cascade: { tiers: [small, large], gate: { bar: 0.1 }, streaming: direct }, match: [{ keywords: [direct] }]',
  ),
  routeText('plain', 'target: small, match: [{ keywords: [plain] }]'),
].join('');

/** The route's word and the tiers' deeds, in a question that has an answer. */
function prompt(words: string): string {
  return `${words}. ${QUESTION}`;
}

describe('a cascade, through a real Envoy', () => {
  const cleanUp = createCleanUp();
  const tiers = new Map<Name, ScriptedTier>();
  let stack: Stack;

  before(async () => {
    for (const name of NAMES) {
      const tier = await startScriptedTier(name);
      cleanUp.add(() => {
        tier.close();
      });
      tiers.set(name, tier);
    }
    stack = await startStack({
      registry: { 'pool.yaml': poolOf([...tiers.values()]), 'routes.yaml': ROUTES },
      models: {},
      flags: ['--encoder', 'none'],
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  const counts = (): Record<Name, number> => ({
    small: tiers.get('small')?.received.length ?? 0,
    medium: tiers.get('medium')?.received.length ?? 0,
    large: tiers.get('large')?.received.length ?? 0,
  });

  /** Asks, and says which tiers were asked on the way. */
  async function askFor(
    words: string,
    more: Parameters<typeof chat>[1] = {},
  ): Promise<{ answer: Answer; asked: Name[] }> {
    const before = counts();
    const answer = await ask(stack.url, chat(prompt(words), more));
    const now = counts();
    return { answer, asked: NAMES.flatMap((name) => Array<Name>(now[name] - before[name]).fill(name)) };
  }

  /** The client has the good answer of `name`, the upstream was asked for its own model, and the gate left no trace. */
  function assertAnsweredBy(answer: Answer, name: Name): void {
    assert.equal(answer.status, 200, answer.text);
    const choices = jsonOf(answer)['choices'] as readonly unknown[];
    assert.equal(objectOf(objectOf(choices[0])['message'])['content'], goodText(name));
    assert.equal(jsonOf(answer)['model'], `org/${name}`);
    assert.equal(answer.model, name);
    assert.equal(answer.headers.get('x-dragoman-escalate'), null);
    assert.equal(tiers.get(name)?.received.at(-1)?.['model'], `org/${name}`);
  }

  it('delivers the first answer when it is good', async () => {
    const { answer, asked } = await askFor('three');
    assertAnsweredBy(answer, 'small');
    assert.deepEqual(asked, ['small']);
    assert.equal(answer.route, 'three');
  });

  const edges: readonly (readonly [what: string, words: string, asked: readonly Name[]])[] = [
    ['a refusal', 'three small:bad', ['small', 'medium']],
    ['an empty answer', 'three small:empty', ['small', 'medium']],
    ['half a JSON', 'three small:half', ['small', 'medium']],
    ['a page of HTML', 'three small:html', ['small', 'medium']],
    ['two bad answers', 'three small:bad medium:bad', ['small', 'medium', 'large']],
    ['a 500', 'three small:500', ['small', 'medium']],
    ['a 429', 'three small:429', ['small', 'medium']],
    ['a 503 after a bad answer', 'three small:bad medium:503', ['small', 'medium', 'large']],
    ["a tier's time-out", 'three small:hang', ['small', 'medium']],
    ['a reset', 'three small:reset', ['small', 'medium']],
    ['a server that is not there', 'gone', ['large']],
  ];
  for (const [what, words, expected] of edges) {
    it(`goes on after ${what}`, async () => {
      const { answer, asked } = await askFor(words);
      assertAnsweredBy(answer, expected.at(-1) ?? 'small');
      assert.deepEqual(asked, expected);
    });
  }

  it('delivers the last answer, good or bad', async () => {
    const { answer, asked } = await askFor('three small:bad medium:bad large:bad');
    assert.equal(answer.status, 200);
    assert.match(answer.text, /cannot help/);
    assert.deepEqual(asked, ['small', 'medium', 'large']);
  });

  it("delivers the last tier's own error when every tier fails", async () => {
    const { answer } = await askFor('three small:500 medium:500 large:500');
    assert.equal(answer.status, 500);
    assert.match(answer.text, /large failed/);
  });

  it("delivers a client's error as it is", async () => {
    const { answer, asked } = await askFor('three small:400');
    assert.equal(answer.status, 400);
    assert.deepEqual(asked, ['small']);
  });

  it('reads a compressed answer, and bears counts that cannot be', async () => {
    const zipped = await askFor('three small:gzip');
    assertAnsweredBy(zipped.answer, 'small');
    const negative = await askFor('three small:negative');
    assertAnsweredBy(negative.answer, 'small');
  });

  it('lets an answer of 10 MB through', async () => {
    const { answer, asked } = await askFor('three small:huge');
    assert.equal(answer.status, 200);
    assert.ok(answer.text.length > 10_000_000);
    assert.deepEqual(asked, ['small']);
  });

  it('gates nothing on a plain route to the same model', async () => {
    const { answer, asked } = await askFor('plain small:bad');
    assert.match(answer.text, /cannot help/);
    assert.deepEqual(asked, ['small']);
  });

  describe('with a client that wants a stream', () => {
    const textOf = ({ text }: Answer): string =>
      text
        .split('\n')
        .filter((line) => line.startsWith('data: {'))
        .map((line) => objectOf(JSON.parse(line.slice(6))))
        .flatMap(({ choices }) => choices as readonly unknown[])
        .map((choice) => objectOf(objectOf(choice)['delta'])['content'])
        .filter((content) => typeof content === 'string')
        .join('');

    const kinds: readonly (readonly [route: string, streaming: string])[] = [
      ['three', 'prefix'],
      ['whole', 'buffer'],
    ];
    for (const [route, streaming] of kinds) {
      it(`streams a good answer whole (${streaming})`, async () => {
        const { answer, asked } = await askFor(route, { stream: true });
        assert.equal(answer.headers.get('content-type'), 'text/event-stream');
        assert.equal(textOf(answer), goodText('small'));
        assert.equal(answer.headers.get('x-dragoman-streaming'), streaming);
        assert.match(answer.text, /data: \[DONE\]\n\n$/);
        assert.deepEqual(asked, ['small']);
      });

      it(`sends nothing of a bad answer (${streaming})`, async () => {
        const { answer, asked } = await askFor(`${route} small:bad`, { stream: true });
        const next = route === 'three' ? 'medium' : 'large';
        assert.equal(textOf(answer), goodText(next));
        assert.deepEqual(asked, ['small', next]);
        assert.doesNotMatch(answer.text, /cannot help/);
      });

      it(`goes on after a 500 (${streaming})`, async () => {
        const { answer } = await askFor(`${route} small:500`, { stream: true });
        assert.equal(textOf(answer), goodText(route === 'three' ? 'medium' : 'large'));
      });

      it(`gives the client its usage (${streaming})`, async () => {
        const { answer } = await askFor(route, { stream: true, stream_options: { include_usage: true } });
        assert.match(answer.text, /"completion_tokens":20/);
      });
    }

    it('does not gate a direct stream', async () => {
      const { answer, asked } = await askFor('direct small:bad', { stream: true });
      assert.match(textOf(answer), /cannot help/);
      assert.equal(answer.headers.get('x-dragoman-streaming'), 'direct');
      assert.deepEqual(asked, ['small']);
    });

    it('still goes on from an error before a direct stream begins', async () => {
      const { answer } = await askFor('direct small:500', { stream: true });
      assert.equal(textOf(answer), goodText('large'));
    });

    it('asks gated tiers for a whole answer and the last one for a stream (buffer)', async () => {
      await askFor('whole small:bad', { stream: true, stream_options: { include_usage: true } });
      const small = tiers.get('small')?.received.at(-1);
      const large = tiers.get('large')?.received.at(-1);
      assert.deepEqual([small?.['stream'], small?.['stream_options']], [false, undefined]);
      assert.deepEqual([large?.['stream'], large?.['stream_options']], [true, { include_usage: true }]);
    });

    it('delivers a stream that breaks off after its beginning as far as it came', async () => {
      const before = counts();
      await assert.rejects(ask(stack.url, chat(prompt('three small:half'), { stream: true })));
      assert.equal(counts().small - before.small, 1);
    });
  });

  it('writes every attempt, its verdict and its waste into the decision line', async () => {
    const { answer } = await askFor('three small:bad');
    const line = await eventually('the line', () =>
      stack.logs().find((entry) => entry['decision'] === answer.decision),
    );
    const [attempt] = line['attempts'] as readonly unknown[];
    const { model, escalated, reasons, score } = objectOf(attempt);
    assert.deepEqual([model, escalated, reasons], ['small', true, ['refusal']]);
    assert.ok(typeof score === 'number' && score < 0.1);
    const outcome = objectOf(line['outcome']);
    assert.ok(Number(outcome['wastedUsd']) > 0);
    assert.ok(Number(outcome['costUsd']) > Number(outcome['wastedUsd']));
  });

  it('sends 100 requests on at once', async () => {
    const before = counts();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask(stack.url, chat(prompt('three small:bad')))),
    );
    for (const answer of answers) assertAnsweredBy(answer, 'medium');
    assert.equal(counts().medium - before.medium, 100);
  });
});
