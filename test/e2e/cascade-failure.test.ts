import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { objectOf } from '../../demo/stand-in/json.js';
import { ask, chat, jsonOf, type Answer } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { startConstantLoad } from '../support/constant-load.js';
import { envoyStat } from '../support/envoy-stats.js';
import { eventually } from '../support/eventually.js';
import { routeText } from '../support/pool-text.js';
import { goodText, type ScriptedTier, startScriptedTier } from '../support/scripted-tier.js';
import { startStack, type Stack } from '../support/stack.js';

const QUESTION = 'What is the capital of France?';

function modelText({ name, url }: ScriptedTier, more = ''): string {
  return `    - { name: ${name}, url: '${url}', model: org/${name}, price: { input: 1, output: 1 }${more} }\n`;
}

/** `narrow` takes one request at a time; `frail` is taken out after a few errors. */
function poolOf(tiers: ReadonlyMap<string, ScriptedTier>): string {
  const find = (name: string): ScriptedTier => tiers.get(name) ?? assert.fail(`no tier ${name}`);
  return `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: large
  models:
${modelText(find('large'))}${modelText(find('small'))}${modelText(find('frail'))}${modelText(find('narrow'), ', maxRequests: 1')}`;
}

const ROUTES = [
  routeText('pair', 'cascade: { tiers: [small, large], gate: { bar: 0.1 } }, match: [{ keywords: [pair] }]'),
  routeText(
    'narrow',
    'cascade: { tiers: [narrow, large], gate: { bar: 0.1 }, timeouts: { narrow: 2s } }, match: [{ keywords: [narrow] }]',
  ),
  routeText('holder', 'target: narrow, match: [{ keywords: [holder] }]'),
  routeText(
    'middle',
    'cascade: { tiers: [small, narrow, large], gate: { bar: 0.1 } }, match: [{ keywords: [middle] }]',
  ),
  routeText(
    'frail',
    'cascade: { tiers: [frail, large], gate: { bar: 0.1 } }, match: [{ keywords: [frail] }]',
  ),
].join('');

function textOf(answer: Answer): unknown {
  const choices = jsonOf(answer)['choices'] as readonly unknown[];
  return objectOf(objectOf(choices[0])['message'])['content'];
}

describe('a cascade while something fails', () => {
  const cleanUp = createCleanUp();
  const tiers = new Map<string, ScriptedTier>();
  let stack: Stack;

  before(async () => {
    for (const name of ['small', 'narrow', 'frail', 'large']) {
      const tier = await startScriptedTier(name);
      cleanUp.add(() => {
        tier.close();
      });
      tiers.set(name, tier);
    }
    stack = await startStack({
      registry: { 'pool.yaml': poolOf(tiers), 'routes.yaml': ROUTES },
      models: {},
      flags: ['--encoder', 'none'],
    });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  const seen = (name: string): number => tiers.get(name)?.received.length ?? 0;

  it('loses no request when Dragoman is killed under load, and names the right model at every server', async () => {
    const bodies = ['pair', 'pair small:bad', 'pair small:slow', 'pair small:500'].map((words) =>
      chat(`${words}. ${QUESTION}`),
    );
    const load = startConstantLoad(stack.url, [...bodies, ...bodies]);
    try {
      await eventually('answers', () => load.answers.length > 40);
      stack.dragoman().signal('SIGKILL');
      await stack.dragoman().ended;
      const dead = load.answers.length;
      await eventually('answers without it', () => load.answers.length > dead + 40);
      await stack.restartDragoman();
      const back = load.answers.length;
      await eventually('decisions again', () =>
        load.answers.slice(back).some(({ route }) => route === 'pair'),
      );
    } finally {
      await load.stop();
    }
    assert.deepEqual(load.errors, []);
    for (const answer of load.answers) assert.equal(answer.status, 200, answer.text);
    for (const [name, { received }] of tiers) {
      for (const body of received) assert.equal(body['model'], `org/${name}`);
    }
  });

  it('gives a client its whole stream when Dragoman is killed while it holds the beginning', async () => {
    await eventually('a decision', async () => {
      const { route } = await ask(stack.url, chat(`pair. ${QUESTION}`));
      return route === 'pair';
    });
    const before = seen('small');
    const waiting = ask(stack.url, chat(`pair small:slow. ${QUESTION}`, { stream: true }));
    await eventually('the request at its server', () => seen('small') > before);
    stack.dragoman().signal('SIGKILL');
    const { status, text } = await waiting;
    assert.equal(status, 200);
    assert.match(text, /data: \[DONE\]\n\n$/);
    await stack.restartDragoman();
  });

  it('goes on from a tier whose breaker opens while the request is on its way', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ask(stack.url, chat(`narrow narrow:slow. ${QUESTION}`))),
    );
    for (const answer of answers) assert.equal(answer.status, 200, answer.text);
    assert.ok(answers.some((answer) => textOf(answer) === goodText('large')));
    assert.ok((await envoyStat(stack.envoyAdmin, 'cluster.model/narrow.upstream_rq_pending_overflow')) > 0);
  });

  it('does not take a tier for full whose connections are idle', async () => {
    await eventually('the tier to be seen well', async () => {
      const { model } = await ask(stack.url, chat(`narrow. ${QUESTION}`));
      return model === 'narrow';
    });
    // Its health is read once a second; an idle connection stays for four.
    await sleep(2_500);
    const { model } = await ask(stack.url, chat(`narrow. ${QUESTION}`));
    assert.equal(model, 'narrow');
  });

  it('starts higher, and never escalates into a tier, while its breaker is open', async () => {
    const holder = ask(stack.url, chat(`holder narrow:hang. ${QUESTION}`)).catch(() => undefined);
    await eventually('the breaker to be seen open', async () => {
      const { model } = await ask(stack.url, chat(`narrow. ${QUESTION}`));
      return model === 'large';
    });
    const before = seen('narrow');
    const { model } = await ask(stack.url, chat(`middle small:bad. ${QUESTION}`));
    assert.equal(model, 'large');
    assert.equal(seen('narrow'), before);
    tiers.get('narrow')?.close();
    await holder;
  });

  it('starts higher while a tier is ejected', async () => {
    await eventually('the tier to be skipped', async () => {
      // Again and again: Envoy takes a tier back after a second, before Dragoman need have looked.
      for (let request = 0; request < 6; request += 1) {
        const failed = await ask(stack.url, chat(`frail frail:503. ${QUESTION}`));
        assert.equal(failed.status, 200);
        assert.equal(textOf(failed), goodText('large'));
      }
      const before = seen('frail');
      const answer = await ask(stack.url, chat(`frail. ${QUESTION}`));
      assert.equal(answer.status, 200);
      return seen('frail') === before && textOf(answer) === goodText('large');
    });
  });
});
