import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile } from '../../../src/router/compile/compile.js';
import { featureLayer, ruleLayer } from '../../../src/router/layers/rule-layer.js';
import { similarityLayer } from '../../../src/router/layers/similarity-layer.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { readText } from '../../../src/router/layers/text-reading.js';
import { buildView } from '../../support/build-view.js';
import { fakeEncoder } from '../../support/fake-encoder.js';

const small = buildModel('small');
const cooking = buildRoute('cooking', 'small', { examples: ['boil the pasta', 'bake the bread'] });

describe('ruleLayer', () => {
  it('takes the first route that holds, and measures its own cost', async () => {
    const keywords = (words: string[]) => ({ match: [{ keywords: words }] });
    const routes = [
      buildRoute('first', 'small', keywords(['no'])),
      buildRoute('second', 'small', keywords(['yes'])),
      buildRoute('third', 'small', keywords(['yes'])),
    ];
    const snapshot = await compile(buildRegistry([small], routes), {});
    const layer = (lastUserText: string) => {
      const view = buildView({ lastUserText });
      return ruleLayer(snapshot, view, featureLayer(view).features);
    };
    assert.equal(layer('yes').route, 'second');
    assert.equal(layer('maybe').route, undefined);
    assert.ok(layer('yes').microseconds >= 0);
  });

  it('holds when any entry of a route does', async () => {
    const match = [{ keywords: ['one'] }, { keywords: ['two'] }];
    const snapshot = await compile(buildRegistry([small], [buildRoute('any', 'small', { match })]), {});
    const view = buildView({ lastUserText: 'two' });
    assert.equal(ruleLayer(snapshot, view, featureLayer(view).features).route, 'any');
  });
});

describe('similarityLayer', () => {
  const compare = async (lastUserText: string, routes = [cooking], encoder = fakeEncoder()) => {
    const snapshot = await compile(buildRegistry([small], routes), { encoder });
    return (await similarityLayer(snapshot, readText(buildView({ lastUserText }), snapshot))).result;
  };

  it('scores the last user turn', async () => {
    const result = await compare('bake the pasta');
    assert.ok(result.ok);
    assert.equal(result.scores.routes[0]?.route, 'cooking');
  });

  it('says why there are no scores', async () => {
    assert.deepEqual(await compare('hi', [buildRoute('bare', 'small')]), {
      ok: false,
      failure: 'no_examples',
    });
    for (const text of ['', ' \n\t\u00a0']) {
      assert.deepEqual(await compare(text), { ok: false, failure: 'no_text' });
    }
    const bare = await compile(buildRegistry([small], [cooking]), {});
    assert.deepEqual((await similarityLayer(bare, readText(buildView(), bare))).result, {
      ok: false,
      failure: 'absent',
    });
    const hasty = await compile(
      buildRegistry([small], [cooking]),
      { encoder: fakeEncoder() },
      { budgetMs: 0 },
    );
    assert.deepEqual((await similarityLayer(hasty, readText(buildView(), hasty))).result, {
      ok: false,
      failure: 'loading',
    });
  });

  it("hands on the encoder's own failures, without a word more", async () => {
    for (const failure of ['late', 'busy', 'down'] as const) {
      const encoder = fakeEncoder();
      const snapshot = await compile(buildRegistry([small], [cooking]), { encoder });
      encoder.failWith(failure);
      assert.deepEqual((await similarityLayer(snapshot, readText(buildView(), snapshot))).result, {
        ok: false,
        failure,
      });
    }
  });
});
