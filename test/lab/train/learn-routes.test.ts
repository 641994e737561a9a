import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBundle } from '../../../src/bundle/bundle-file.js';
import type { Bundle } from '../../../src/bundle/bundle.js';
import { isHeldOut } from '../../../src/lab/train/held-out.js';
import { learnRoutes } from '../../../src/lab/train/learn-routes.js';
import type { Workshop } from '../../../src/lab/train/learned.js';
import { NO_LESSONS, type RouteLesson } from '../../../src/lab/train/lessons.js';
import { trainBundle } from '../../../src/lab/train/train-bundle.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { fakeEncoder, hashWords } from '../../support/fake-encoder.js';

const nouns = ['pasta', 'array', 'train'];
const registry = buildRegistry(
  [buildModel('large'), buildModel('small')],
  nouns.map((noun) =>
    buildRoute(noun, 'small', { examples: [`ask about the ${noun}`, `tell me of the ${noun}`] }),
  ),
);

/** Other words for each noun, which only labels tell. */
const OTHERS = ['noodles', 'vector', 'locomotive'];

const lessons: RouteLesson[] = nouns.flatMap((route, which) =>
  Array.from({ length: 60 }, (_, at) => ({ route, text: `case ${at} of the ${OTHERS[which] ?? ''}` })),
);

const workshop: Workshop = {
  registry,
  parent: undefined,
  encoder: fakeEncoder().checksum,
  embedAll: (texts) => Promise.resolve(texts.map(hashWords)),
  table: undefined,
  ...{ seed: 1, holdOut: 0.25, tolerance: 0.01 },
  onStep: () => undefined,
};

describe('learnRoutes', () => {
  it('keeps heads that are better on prompts held out', async () => {
    const learned = await learnRoutes(lessons, workshop);
    assert.ok('part' in learned, JSON.stringify(learned));
    const { heldOut, labels, crossValidated } = learned.part;
    const kept = lessons.filter(({ text }) => isHeldOut(text, 0.25)).length;
    assert.deepEqual([heldOut.rows, labels], [kept, lessons.length - kept]);
    assert.ok(heldOut.before < 0.7 && heldOut.after > 0.95 && heldOut.low > 0.2, JSON.stringify(heldOut));
    assert.ok(crossValidated.rows > 50 && crossValidated.accuracy > 0.9);
  });

  it('leaves out heads that are worse, and says by how much', async () => {
    const shifted = lessons.map(({ text, route }) =>
      isHeldOut(text, 0.25)
        ? { text, route }
        : { text, route: nouns[(nouns.indexOf(route ?? '') + 1) % 3] ?? null },
    );
    const learned = await learnRoutes(shifted, workshop);
    assert.ok('leftOut' in learned);
    assert.match(learned.leftOut, /^not surely as good: \d+\.\d % before, .* rows held out$/);
  });

  it('leaves out what too few prompts could try', async () => {
    const learned = await learnRoutes(lessons.slice(0, 40), workshop);
    assert.ok('leftOut' in learned);
    assert.match(learned.leftOut, /held out, must be 1 and 30 or more$/);
  });
});

describe('trainBundle', () => {
  const train = (more: Partial<Workshop> = {}, rows = lessons) =>
    trainBundle(
      { ...NO_LESSONS, routes: rows, sources: { file: rows.length } },
      { ...workshop, ...more },
      'train',
    );

  it('gives the same bytes for the same input, in whatever order it comes', async () => {
    const one = formatBundle(await train());
    assert.deepEqual(formatBundle(await train({}, lessons.toReversed())), one);
    assert.notEqual(formatBundle(await train({ seed: 2 })).version, one.version);
  });

  it('compares with the bundle in service, and keeps the parts of it that it does not train anew', async () => {
    const first = await train();
    const parent: Bundle = { ...first, version: formatBundle(first).version };
    const again = await train({ parent });
    assert.equal(again.lineage.parent, parent.version);
    assert.ok((again.routes?.heldOut.before ?? 0) > 0.95, 'the parent is the one to beat');
    const none = await train({ parent }, []);
    assert.equal(none.routes, parent.routes);
    assert.match(none.leftOut.routes ?? '', /^0 labelled prompts/);
  });
});
