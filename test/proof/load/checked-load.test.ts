import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { chat } from '../../support/ask.js';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import { startScriptedUpstream } from '../../support/scripted-upstream.js';
import { startCheckedLoad } from './checked-load.js';
import { count } from './count.js';

describe('the checked load', () => {
  const cleanUp = createCleanUp();
  afterEach(() => cleanUp.run());

  it('sends by its plan, also when nothing answers', async () => {
    const upstream = await startScriptedUpstream(() => undefined);
    cleanUp.add(() => {
      upstream.close();
    });
    let asked = 0;
    const load = startCheckedLoad({
      url: upstream.url.replace(/\/v1$/, ''),
      perSecond: 500,
      giveUpMs: 300,
      defaultModel: 'medium',
      next: (number) => {
        assert.equal(number, asked++);
        return { body: chat('hello'), models: ['small'], kind: 'rule' };
      },
    });
    await eventually('requests', () => asked >= 100);
    const sent = await load.stop();
    assert.equal(sent.length, asked);
    assert.equal(count(sent).lost, asked);
    assert.deepEqual(
      sent.slice(0, 3).map(({ at, kind }) => [at, kind]),
      [0, 2, 4].map((at) => [at, 'rule']),
    );
  });
});
