import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { RegistryPolicy } from '../../src/config/registry.js';
import { createKeyedHash } from '../../src/decision/memory/keyed-hash.js';
import { LastTurns } from '../../src/decision/memory/last-turns.js';
import { Stickiness } from '../../src/decision/stickiness.js';
import { compile } from '../../src/router/compile/compile.js';
import type { Memory } from '../../src/router/memory.js';
import { route, type Routed } from '../../src/router/route.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildHead } from '../support/build-view.js';
import { fakeEncoder } from '../support/fake-encoder.js';
import { recordSpans } from '../support/record-spans.js';

const STICKINESS = { ttlMs: 60_000, conversations: 10, coldCachePenalty: 0.2 };
const priced = (name: string, input: number) => buildModel(name, { price: { input, output: input } });

const snapshotOf = (policy: Partial<RegistryPolicy> = {}): Promise<Snapshot> =>
  compile(
    buildRegistry(
      [priced('medium', 5), priced('small', 1), priced('large', 20)],
      [
        buildRoute('cooking', 'small', {
          examples: ['boil the pasta', 'bake the bread', 'boil the rice', 'bake the cake'],
        }),
        buildRoute('urgent', 'medium', { match: [{ keywords: ['outage'] }] }),
      ],
      { stickiness: STICKINESS, ...policy },
    ),
    { encoder: fakeEncoder() },
  );

const snapshot = await snapshotOf();
const ignoring = await snapshotOf({ onReask: 'ignore' });

let now = 0;
let memory: Memory;

beforeEach(() => {
  now = 0;
  memory = {
    hash: createKeyedHash(),
    conversations: new Stickiness(STICKINESS),
    turns: new LastTurns({ now: () => now }),
  };
});

/** Sends the conversation so far, user first, in turn. */
async function say(
  texts: readonly string[],
  { model = 'auto', as = snapshot, name }: { model?: string; as?: Snapshot; name?: string } = {},
): Promise<Routed> {
  const messages = texts.map((content, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content }));
  const head = buildHead(name === undefined ? {} : { 'x-conversation-id': name });
  const body = Buffer.from(JSON.stringify({ model, messages }));
  const { tracer } = recordSpans();
  return route({ head, body, requestId: 'r' }, as, memory, { tracer, context: ROOT_CONTEXT });
}

const brief = ({ record }: Routed): readonly unknown[] => [record?.decision.model, record?.decision.reason];

describe('route, when the user asks again', () => {
  const asked = ['bake the rice', 'No.', 'That is wrong. bake the rice please'];

  it('goes one model up, and says about which answer the user complains', async () => {
    const first = await say(asked.slice(0, 1));
    assert.deepEqual(brief(first), ['small', 'similar']);
    const again = await say(asked);
    assert.deepEqual(brief(again), ['medium', 'reask']);
    assert.deepEqual(again.discontent, { decision: first.record?.id, source: 'reask', model: undefined });
  });

  it('stays there for the rest of the conversation', async () => {
    await say(asked.slice(0, 1));
    await say(asked);
    const later = await say([...asked, 'Done.', 'boil the pasta']);
    assert.deepEqual(brief(later), ['medium', 'sticky']);
    assert.equal(later.discontent, undefined);
    const other = await say(['boil the pasta']);
    assert.deepEqual(brief(other), ['small', 'similar']);
  });

  it('goes up from the model that answered, whichever was decided for', async () => {
    const first = await say(asked.slice(0, 1));
    memory.turns?.ended(first.record?.id ?? '', { status: 200, at: 0, model: 'medium' });
    assert.deepEqual(brief(await say(asked)), ['large', 'reask']);
  });

  it('only takes note of it where the policy says so', async () => {
    const first = await say(asked.slice(0, 1), { as: ignoring });
    const again = await say(asked, { as: ignoring });
    assert.equal(again.record?.decision.model, 'small');
    assert.equal(again.discontent?.decision, first.record?.id);
  });

  it('blames nobody where two conversations began alike', async () => {
    await say(asked.slice(0, 1));
    await say(asked.slice(0, 1));
    const again = await say(asked);
    assert.equal(again.discontent, undefined);
    assert.deepEqual(brief(again), ['medium', 'reask'], 'this one asks again all the same');
  });

  it('blames nobody where another conversation begins like one that has gone on', async () => {
    await say(asked.slice(0, 1));
    await say(asked);
    const stranger = await say(asked.slice(0, 1));
    assert.equal((await say(asked)).discontent, undefined, 'sent again by the first user');
    const further = await say([...asked, 'No.', 'That is wrong. bake the rice please']);
    assert.equal(further.discontent, undefined, 'from then on the two cannot be told apart');
    assert.deepEqual(brief(stranger), ['small', 'similar']);
  });

  it('knows nothing without a past', async () => {
    const again = await say(asked);
    assert.equal(again.discontent, undefined);
    assert.equal(again.record?.decision.model, 'small');
  });

  it('leaves a rule alone', async () => {
    await say(['outage of the oven'], { name: 'c1' });
    const again = await say(['outage of the oven', 'No.', 'That is wrong: outage of the oven'], {
      name: 'c1',
    });
    assert.deepEqual(brief(again), ['medium', 'rule']);
    assert.equal(again.discontent?.source, 'reask');
  });
});

describe('route, when the client does', () => {
  it('sees a regeneration', async () => {
    const first = await say(['bake the rice'], { name: 'c1' });
    memory.turns?.ended(first.record?.id ?? '', { status: 200, at: 1_000 });
    now = 9_000;
    const second = await say(['bake the rice'], { name: 'c1' });
    assert.deepEqual(second.discontent, {
      decision: first.record?.id,
      source: 'regenerate',
      model: undefined,
    });
    assert.equal(second.record?.decision.model, 'small', 'which does not escalate');
    now = 9_100;
    assert.equal((await say(['bake the rice'], { name: 'c1' })).discontent, undefined, 'not answered yet');
  });

  it('sees a switch, and to which model', async () => {
    const first = await say(['bake the rice']);
    const second = await say(['bake the rice', 'No.', 'bake the bread'], { model: 'large' });
    assert.deepEqual(second.discontent, { decision: first.record?.id, source: 'switch', model: 'large' });
    assert.deepEqual(brief(second), ['large', 'pinned']);
    const third = await say(['bake the rice', 'No.', 'bake the bread', 'Yes.', 'bake the cake']);
    assert.equal(third.discontent, undefined);
  });

  it('remembers nothing where nothing is to be remembered', async () => {
    memory = {};
    await say(['bake the rice'], { name: 'c1' });
    assert.equal((await say(['bake the rice'], { name: 'c1' })).discontent, undefined);
  });
});
