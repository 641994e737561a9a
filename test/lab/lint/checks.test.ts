import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Match } from '../../../src/config/api/v1alpha1/route.js';
import { checkDuplicates, checkNearMisses } from '../../../src/lab/lint/check-duplicates.js';
import { checkLabels } from '../../../src/lab/lint/check-labels.js';
import { checkOverlap } from '../../../src/lab/lint/check-overlap.js';
import { checkRules, checkSupport, implies } from '../../../src/lab/lint/check-rules.js';
import type { LintExample } from '../../../src/lab/lint/example-set.js';
import type { FoldScores } from '../../../src/signals/routes/route-head.js';
import { buildRoute } from '../../support/build-registry.js';

/** Held-out scores of an example of `route`, by route. */
function fold(route: string, text: string, scores: Readonly<Record<string, number>>): FoldScores {
  const routes = Object.entries(scores)
    .map(([name, probability]) => ({ route: name, probability }))
    .sort((a, b) => b.probability - a.probability);
  return { route, text, scores: { routes, outOfScope: 0 } };
}

const example = (route: string, text: string): LintExample => ({ route, text, vector: undefined });
const placeOf = (route: string, text?: string | number): string => `${route}.yaml:${String(text ?? 1)}`;

describe('checkOverlap', () => {
  const folds = [
    fold('cat', 'a', { cat: 0.9, dog: 0.1 }),
    fold('cat', 'b', { cat: 0.2, dog: 0.8 }),
    fold('cat', 'c', { cat: 0.3, dog: 0.7 }),
    fold('dog', 'd', { cat: 0.6, dog: 0.4 }),
    fold('dog', 'e', { cat: 0.1, dog: 0.9 }),
    fold('cow', 'f', { cow: 0.6, dog: 0.4 }),
  ];

  it('names a pair of routes once, with what goes either way', () => {
    const [finding, ...others] = checkOverlap(folds, [], [], placeOf);
    assert.deepEqual(others, []);
    assert.deepEqual([finding?.route, finding?.other, finding?.place], ['cat', 'dog', 'cat.yaml:1']);
    assert.match(finding?.message ?? '', /^2 of 3 held-out examples go to dog, and 1 of 2 back/);
  });

  it('sees examples that lie among those of another route', () => {
    const examples = [example('cat', 'a'), example('cat', 'b'), example('dog', 'c'), example('dog', 'd')];
    const nearest = [2, 3, 3, 2].map((at) => [{ at, cosine: 0.5 }]);
    const [finding] = checkOverlap([], examples, nearest, placeOf);
    assert.match(finding?.message ?? '', /the nearest neighbour of 2 of 2 is there; such as "a"/);
  });

  it('says nothing of routes that keep their own', () => {
    assert.deepEqual(checkOverlap(folds.slice(0, 2), [], [], placeOf), []);
  });
});

describe('checkLabels', () => {
  const context = { placeOf, descriptionOf: (route: string) => (route === 'dog' ? 'about dogs' : '') };

  it('finds an example that is surer of another route than that one usually is', () => {
    const folds = [
      fold('cat', 'meow', { cat: 0.8, dog: 0.2 }),
      fold('cat', 'woof', { cat: 0.1, dog: 0.9 }),
      fold('dog', 'bark', { cat: 0.2, dog: 0.8 }),
      fold('dog', 'about dogs', { cat: 0.9, dog: 0.1 }),
    ];
    const found = checkLabels(folds, context).map(({ check, place, other }) => [check, place, other]);
    assert.deepEqual(found, [
      ['mislabelled', 'cat.yaml:woof', 'dog'],
      ['description', 'dog.yaml:about dogs', 'cat'],
    ]);
  });

  it('leaves examples alone that are merely in doubt', () => {
    const folds = [
      fold('cat', 'a', { cat: 0.4, dog: 0.6 }),
      fold('cat', 'b', { cat: 0.9, dog: 0.1 }),
      fold('dog', 'c', { cat: 0.05, dog: 0.95 }),
    ];
    assert.deepEqual(checkLabels(folds, context), []);
  });
});

describe('checkDuplicates', () => {
  const examples = [example('cat', 'a'), example('cat', 'b'), example('dog', 'c'), example('dog', 'd')];

  it('tells a conflict between routes, waste within one, and each pair once', () => {
    const nearest = [
      [{ at: 1, cosine: 0.97 }],
      [
        { at: 2, cosine: 1 },
        { at: 0, cosine: 0.97 },
      ],
      [{ at: 1, cosine: 1 }],
      [{ at: 2, cosine: 0.9 }],
    ];
    const found = checkDuplicates(examples, nearest, 0.95, placeOf);
    assert.deepEqual(
      found.map(({ check, level, place }) => [check, level, place]),
      [
        ['duplicate', 'note', 'cat.yaml:b'],
        ['conflict', 'warning', 'dog.yaml:c'],
      ],
    );
    assert.match(found[1]?.message ?? '', /is the same to the encoder as "b" of cat at cat\.yaml:b/);
  });

  it('finds a near miss that is an example of its own route, not of another one', () => {
    const not = [example('cat', 'x'), example('cat', 'y')];
    const nearest = [[{ at: 0, cosine: 0.99 }], [{ at: 2, cosine: 0.99 }]];
    const found = checkNearMisses(not, examples, nearest, 0.95, placeOf);
    assert.deepEqual(
      found.map(({ check, place }) => [check, place]),
      [['near_miss', 'cat.yaml:x']],
    );
  });
});

describe('checkSupport', () => {
  it('counts examples, and lets a rule stand for them', () => {
    const four = { examples: ['a', 'b', 'c', 'd'] };
    const match: Match[] = [{ models: ['x'] }];
    const found = checkSupport(
      [
        buildRoute('few', 'm', four),
        buildRoute('enough', 'm', { examples: [...four.examples, 'e'] }),
        buildRoute('ruled', 'm', { match }),
        buildRoute('both', 'm', { ...four, match }),
      ],
      placeOf,
    );
    assert.deepEqual(
      found.map(({ check, route, level }) => [check, route, level]),
      [
        ['few_examples', 'few', 'warning'],
        ['rule_only', 'ruled', 'note'],
      ],
    );
  });
});

describe('checkRules', () => {
  const rule: Match = { keywords: ['refund'], path: '/v1/chat' };

  it('finds a route behind one whose rule always holds as well', () => {
    const found = checkRules(
      [
        buildRoute('first', 'm', { priority: 5, match: [{ keywords: ['refund', 'money'] }] }),
        buildRoute('hidden', 'm', { match: [rule] }),
        buildRoute('free', 'm', { match: [{ keywords: ['refund', 'parcel'] }] }),
        buildRoute('guard', 'm', { match: [rule], safetyClass: 'medical' }),
      ],
      placeOf,
    );
    assert.deepEqual(
      found.map(({ route, other, level }) => [route, other, level]),
      [
        ['hidden', 'first', 'warning'],
        ['guard', 'first', 'note'],
      ],
    );
    assert.match(found[0]?.message ?? '', /^can never be reached/);
  });

  it('knows when one rule holds wherever another does', () => {
    const cases: [Match, Match, boolean][] = [
      [rule, rule, true],
      [rule, { keywords: ['refund'] }, true],
      [{ keywords: ['refund'] }, rule, false],
      [{ keywords: ['a'] }, { keywords: ['a', 'b'] }, true],
      [{ keywords: ['a', 'b'] }, { keywords: ['a'] }, false],
      [{ path: '/v1/chat/completions' }, { path: '/v1' }, true],
      [{ regex: 'a' }, { regex: 'a|b' }, false],
      [
        {
          when: [
            { signal: 'tokens', above: 5 },
            { signal: 'turns', above: 1 },
          ],
        },
        { when: [{ signal: 'tokens', above: 5 }] },
        true,
      ],
      [
        { when: [{ signal: 'tokens', above: 5 }] },
        {
          when: [
            { signal: 'tokens', above: 5 },
            { signal: 'turns', above: 1 },
          ],
        },
        false,
      ],
    ];
    for (const [one, other, expected] of cases) {
      assert.equal(implies(one, other), expected, JSON.stringify([one, other]));
    }
  });
});
