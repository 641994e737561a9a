import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import { clusterOf, tierOf } from '../../src/mutation/wire-names.js';
import { eventually } from '../support/eventually.js';
import { type CascadeFixture, startCascadeFixture } from './cascade-fixture.js';
import type { Orders } from './scripted-dragoman.js';
import { GOOD, says, streams } from './scripted-model.js';

const THREE = [tierOf('small'), tierOf('medium'), clusterOf('large')];
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six'];
const TAINTED = ['one', 'BAD', 'three', 'four', 'five', 'six'];

/** The stream as it must arrive. */
function eventsOf(words: readonly string[]): string {
  return words.map((word) => `data: ${word}\n\n`).join('');
}

describe('a real Envoy that carries out cascades of streams', () => {
  let at: CascadeFixture;
  before(async () => {
    at = await startCascadeFixture();
  });
  after(() => at.stop());
  afterEach(() => at.reset());

  function ask(orders: Partial<Orders> = {}): Promise<Response> {
    return at.ask({ mode: 'cascade-prefix', ...orders });
  }

  async function assertFrom(response: Response, model: string, words = WORDS): Promise<void> {
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-dragoman-model'), model);
    assert.equal(response.headers.get('x-dragoman-escalate'), null);
    assert.equal(await response.text(), eventsOf(words));
  }

  it('lets a stream go once its beginning is good, and does not hold the rest', async () => {
    let goOn: () => void = () => undefined;
    const rest = new Promise<void>((resolve) => (goOn = resolve));
    at.small.answer = streams(...WORDS.slice(0, 5), rest, ...WORDS.slice(5));
    const response = await ask();
    goOn();
    await assertFrom(response, 'small');
    assert.equal(at.large.questions.length, 0);
    assert.equal(at.dragoman.attempts.length, 1);
  });

  it('goes on to the next tier when the beginning is bad, and ends what is thrown away', async () => {
    let aborted = 0;
    const endless: typeof at.small.answer = (response) => {
      response.on('close', () => (aborted += 1));
      streams(...TAINTED, new Promise(() => undefined))(response);
    };
    at.small.answer = endless;
    at.medium.answer = endless;
    at.large.answer = streams(...WORDS);
    await assertFrom(await ask({ clusters: THREE }), 'large');
    assert.equal(at.medium.last().body, '{"model":"org/medium","n":1}');
    assert.equal(at.large.last().body, '{"model":"org/large","n":1}');
    await eventually('both models to learn it', () => aborted === 2);
  });

  it('lets the last tier stream, however bad', async () => {
    at.small.answer = streams(...TAINTED);
    at.large.answer = streams(...TAINTED);
    await assertFrom(await ask(), 'large', TAINTED);
  });

  it('goes on after an error, a late head and a stream that breaks while it is held', async () => {
    at.large.answer = streams(...WORDS);
    at.small.answer = says('{}', 500);
    await assertFrom(await ask(), 'large');
    at.small.answer = () => undefined;
    await assertFrom(await ask({ metadata: { 'timeout.small': '150' } }), 'large');
    at.small.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n');
      setTimeout(() => response.destroy(), 50);
    };
    await assertFrom(await ask(), 'large');
    await assertFrom(await ask({ clusters: [tierOf('dead'), clusterOf('large')] }), 'large');
  });

  it("does not cut a stream at the tier's own time-out", async () => {
    at.small.answer = streams(...WORDS.slice(0, 5), sleep(600), ...WORDS.slice(5));
    for (const mode of ['cascade-prefix', 'chain']) {
      await assertFrom(await ask({ mode, metadata: { 'timeout.small': '300' } }), 'small');
    }
  });

  it('delivers whole answers, too', async () => {
    const response = await ask();
    assert.equal(await response.text(), GOOD);
    assert.equal(response.headers.get('content-type'), 'application/json');
  });

  it('cuts nothing when Dragoman dies while a stream is held, or later', async () => {
    for (const held of [2, 5]) {
      const die = (): Promise<void> => sleep(100).then(at.dragoman.kill);
      at.small.answer = (response) => {
        streams(...WORDS.slice(0, held), die(), ...WORDS.slice(held))(response);
      };
      await assertFrom(await ask(), 'small');
      await at.reset();
    }
  });

  it('neither loses nor mixes streams that come at once', async () => {
    at.large.answer = streams(...WORDS);
    at.small.answer = (response) => {
      streams(...(at.small.questions.length % 2 === 0 ? TAINTED : WORDS))(response);
    };
    const responses = await Promise.all(Array.from({ length: 40 }, () => ask()));
    for (const response of responses) {
      assert.equal(await response.text(), eventsOf(WORDS));
      assert.equal(response.headers.get('x-dragoman-escalate'), null);
    }
    assert.equal(at.large.questions.length, 20);
  });

  it('shows no gate a stream that is dispatched without one', async () => {
    at.small.answer = streams(...TAINTED);
    await assertFrom(await ask({ mode: 'chain' }), 'small', TAINTED);
    await assertFrom(await ask({ mode: undefined, clusters: [clusterOf('small')] }), 'small', TAINTED);
    assert.equal(at.dragoman.attempts.length, 0);
  });
});
