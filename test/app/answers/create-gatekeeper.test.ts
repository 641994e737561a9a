import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createGatekeeper, type GatekeeperOptions } from '../../../src/app/answers/create-gatekeeper.js';
import type { Attempt, GateAction } from '../../../src/extproc/gatekeeper.js';
import type { TierAttempt } from '../../../src/outcome/attempt.js';
import { SecondOpinions } from '../../../src/router/cascade/second-opinions.js';
import { createWeigher } from '../../../src/router/cascade/weigh-answer.js';
import { NO_SHEDDING } from '../../../src/router/load/shedding.js';
import { buildOpenCascade, completionOf, GOOD_TEXT, REFUSAL } from '../../support/build-cascade.js';

const ATTEMPT: Attempt = {
  ...{ model: 'small', decisionId: 'd1', emitAs: undefined, number: 1, status: 200 },
  chain: ['tier/small', 'model/large'],
  headers: new Map([['content-type', 'application/json']]),
};

function start(changes: Partial<GatekeeperOptions> = {}) {
  const seen: TierAttempt[] = [];
  const opinions = new SecondOpinions({ host: '127.0.0.1', port: 9 });
  const open = buildOpenCascade();
  const gatekeeper = createGatekeeper({
    find: (decision) => (decision === 'd1' ? open : undefined),
    health: () => 'unknown',
    weigh: createWeigher({ opinions, shedding: () => NO_SHEDDING }),
    shedding: () => NO_SHEDDING,
    onAttempt: (_decision, _open, attempt) => seen.push(attempt),
    ...changes,
  });
  const judge = async (body: Buffer, attempt: Partial<Attempt> = {}): Promise<GateAction | 'unseen'> =>
    (await gatekeeper.judging({ ...ATTEMPT, ...attempt })?.judge(body)) ?? 'unseen';
  return { gatekeeper, seen, judge };
}

describe('a gatekeeper of whole answers', () => {
  it('delivers a good one', async () => {
    const { judge, seen } = start();
    assert.deepEqual(await judge(completionOf(GOOD_TEXT)), { kind: 'pass' });
    assert.deepEqual([seen[0]?.escalated, seen[0]?.verdict?.pass], [false, true]);
  });

  it('sends a bad one on, and counts its tokens', async () => {
    const { judge, seen } = start();
    assert.deepEqual(await judge(completionOf(REFUSAL)), { kind: 'escalate' });
    const { escalated, inputTokens, outputTokens, verdict } = seen[0] ?? assert.fail('nothing seen');
    assert.deepEqual([escalated, inputTokens, outputTokens], [true, 10, 20]);
    assert.deepEqual(verdict?.reasons, ['refusal']);
  });

  it('estimates the tokens that the upstream does not count', async () => {
    const { judge, seen } = start();
    await judge(completionOf(REFUSAL, { usage: undefined }));
    assert.equal(seen[0]?.inputTokens, 12);
    assert.ok(seen[0].outputTokens > 5);
  });

  it('delivers a bad one when the next tier is down, or when there is none', async () => {
    const down = start({ health: () => 'unhealthy' });
    assert.deepEqual(await down.judge(completionOf(REFUSAL)), { kind: 'pass' });
    const last = start();
    assert.deepEqual(await last.judge(completionOf(REFUSAL), { number: 2 }), { kind: 'pass' });
    assert.equal(last.seen[0]?.escalated, false);
  });

  it('sends on what is no answer', async () => {
    const { judge, seen } = start();
    assert.deepEqual(await judge(Buffer.from('<html>')), { kind: 'escalate' });
    assert.deepEqual(seen[0]?.verdict?.reasons, ['unreadable']);
  });

  it('leaves errors to Envoy, and counts them', async () => {
    const { judge, seen } = start();
    assert.equal(await judge(completionOf(GOOD_TEXT), { status: 503 }), 'unseen');
    assert.deepEqual([seen[0]?.status, seen[0]?.verdict], [503, undefined]);
  });

  it('does not look at answers of requests that it does not know', async () => {
    const { judge } = start();
    assert.equal(await judge(completionOf(REFUSAL), { decisionId: 'd2' }), 'unseen');
    assert.equal(await judge(completionOf(REFUSAL), { decisionId: undefined }), 'unseen');
  });

  it('does not look at an answer of over 16 MiB', async () => {
    const { judge } = start();
    const headers = new Map([['content-length', '16777217']]);
    assert.equal(await judge(completionOf(REFUSAL), { headers }), 'unseen');
  });

  for (const decisionId of ['d1', 'of an earlier run']) {
    it(`delivers a stream where one is expected (decision ${decisionId})`, async () => {
      const { judge } = start();
      const action = await judge(completionOf(GOOD_TEXT), { decisionId, emitAs: 'chat-completions' });
      assert.ok(typeof action === 'object' && action.kind === 'replace');
      assert.equal(action.contentType, 'text/event-stream');
      assert.match(action.body.toString(), /^data: .*data: \[DONE\]\n\n$/s);
    });
  }
});

describe('a gatekeeper of answers that nobody asked to be compressed', () => {
  const gzip = new Map([['content-encoding', 'gzip']]);

  it('delivers a stream where one is expected', async () => {
    const { judge } = start();
    const zipped = gzipSync(completionOf(GOOD_TEXT));
    const action = await judge(zipped, { emitAs: 'chat-completions', headers: gzip });
    assert.ok(typeof action === 'object' && action.kind === 'replace');
    assert.match(action.body.toString(), /^data: .*data: \[DONE\]\n\n$/s);
  });

  it('does not watch a stream that it could not read', () => {
    const { gatekeeper } = start();
    assert.equal(gatekeeper.watching({ ...ATTEMPT, headers: gzip }), undefined);
  });
});

describe('a gatekeeper of streams', () => {
  const event = (content: string): Buffer =>
    Buffer.from(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
    );

  function watch(text: string, options: Partial<GatekeeperOptions> = {}) {
    const { gatekeeper, seen } = start(options);
    const watching = gatekeeper.watching(ATTEMPT) ?? assert.fail('not watched');
    const actions = text.split(/(?<= )/).map((word) => watching.push(event(word), false));
    return { action: actions.find((action) => action !== undefined), held: actions, seen, watching };
  }

  it('lets a good beginning go once its tokens are there', () => {
    const { action, held, seen } = watch(GOOD_TEXT);
    assert.deepEqual(action, { kind: 'pass' });
    assert.equal(
      held.findIndex((one) => one !== undefined),
      7,
    );
    assert.equal(seen[0]?.verdict?.pass, true);
  });

  it('sends a bad beginning on', () => {
    assert.deepEqual(watch(REFUSAL).action, { kind: 'escalate' });
  });

  it('keeps a bad beginning when the next tier is down', () => {
    assert.deepEqual(watch(REFUSAL, { health: () => 'unhealthy' }).action, { kind: 'pass' });
  });

  it('sends an answer on that stalls for as long as its tier may take', () => {
    const { watching } = watch('Well');
    assert.equal(watching.silenceMs, 60_000);
    assert.deepEqual(watching.stall(), { kind: 'escalate' });
  });

  it('lets a slow answer go when its time is over', () => {
    const { watching, held } = watch('Well');
    assert.deepEqual(held, [undefined]);
    assert.deepEqual(watching.expire(), { kind: 'pass' });
  });
});
