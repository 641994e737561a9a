import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Encoder } from '../../src/embed/encoder.js';
import type { StoredChallenge } from '../../src/record/stored-record.js';
import { createChallenger } from '../../src/router/challenger.js';
import { compile } from '../../src/router/compile/compile.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildView } from '../support/build-view.js';
import { eventually } from '../support/eventually.js';

const models = [buildModel('large'), buildModel('small')] as const;
const champion = await compile(
  buildRegistry(models, [buildRoute('hello', 'small', { match: [{ keywords: ['hello'] }] })]),
  {},
);

/** A snapshot of the candidate bundle; it sends everything that says hello to `model`. */
async function candidateOf(version: string, model: string, encoder?: Encoder): Promise<Snapshot> {
  const route = buildRoute('hello', model, { match: [{ keywords: ['hello'] }] });
  const snapshot = await compile(buildRegistry(models, [route]), { encoder });
  return { ...snapshot, bundle: { version, parts: ['routes'], unused: [], bars: {} } };
}

const view = (lastUserText: string) => buildView({ lastUserText });

describe('createChallenger', () => {
  it('judges what was decided, counts agreement by route, and tells each judgement', async () => {
    const judged = new Map<string, StoredChallenge>();
    const challenger = createChallenger((decision, challenge) => judged.set(decision, challenge));
    challenger.challenge('early', view('hello'), champion);
    challenger.replace(await candidateOf('one', 'large'));
    challenger.challenge('a', view('hello there'), champion);
    challenger.challenge('b', view('what now'), champion);
    await eventually('both judgements', () => challenger.counts.scored === 2);
    assert.deepEqual(challenger.counts, {
      ...{ scored: 2, agreed: 1, dropped: 0, failed: 0 },
      byRoute: { hello: { scored: 1, agreed: 0 }, none: { scored: 1, agreed: 1 } },
    });
    assert.deepEqual(
      [...judged],
      [
        ['a', { name: 'one', route: 'hello', model: 'large' }],
        ['b', { name: 'one', route: null, model: 'large' }],
      ],
    );
  });

  it('never waits: passes over what is too much', async () => {
    const challenger = createChallenger(() => undefined, 2);
    challenger.replace(await candidateOf('one', 'small'));
    for (let at = 0; at < 10; at += 1) challenger.challenge(String(at), view('hello'), champion);
    assert.ok(challenger.counts.dropped >= 7, String(challenger.counts.dropped));
    await eventually('the rest', () => challenger.counts.scored + challenger.counts.dropped === 10);
    assert.equal(challenger.counts.agreed, challenger.counts.scored);
  });

  it('begins to count anew with another candidate, and ends with none', async () => {
    const challenger = createChallenger(() => undefined);
    challenger.replace(await candidateOf('one', 'small'));
    challenger.challenge('a', view('hello'), champion);
    await eventually('the judgement', () => challenger.counts.scored === 1);
    challenger.replace(await candidateOf('one', 'small'));
    assert.equal(challenger.counts.scored, 1, 'the same bundle, on a registry that was reloaded');
    challenger.replace(await candidateOf('two', 'small'));
    assert.equal(challenger.counts.scored, 0);
    challenger.replace(undefined);
    challenger.challenge('b', view('hello'), champion);
    assert.deepEqual([challenger.candidate, challenger.counts.dropped], [undefined, 0]);
  });
});
