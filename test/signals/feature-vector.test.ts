import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FEATURE_NAMES, FEATURES, featureVector } from '../../src/signals/feature-vector.js';
import { focusOf } from '../../src/signals/focus/focus.js';
import { buildView } from '../support/build-view.js';

function measure(view: Parameters<typeof buildView>[0]): Readonly<Record<string, number>> {
  const built = buildView(view);
  const vector = featureVector(built, focusOf(built));
  return Object.fromEntries(FEATURE_NAMES.map((name, at) => [name, vector[at] ?? NaN]));
}

const ask = (lastUserText: string) => measure({ lastUserText });

describe('featureVector', () => {
  it('names every number once and says what it measures', () => {
    assert.equal(new Set(FEATURE_NAMES).size, FEATURE_NAMES.length);
    for (const { name, about } of FEATURES) assert.notEqual(about, '', name);
  });

  it('keeps every number within 0 and 1, whatever the text', () => {
    const texts = [
      '',
      'a'.repeat(65_536),
      '1+2 '.repeat(9_000),
      '?'.repeat(3_000),
      'ВЫШЕ ЛЕСА '.repeat(400),
      '🙂'.repeat(900),
    ];
    for (const text of texts) {
      for (const [name, value] of Object.entries(ask(text))) {
        assert.ok(value >= 0 && value <= 1, `${name} is ${value} for ${text.slice(0, 12)}`);
      }
    }
  });

  it('sees the request around the text', () => {
    const vector = measure({
      lastUserText: 'go on',
      turns: 5,
      images: 2,
      toolCalls: 3,
      tools: [{ name: 'search', description: 'Finds pages.' }],
      responseFormat: 'json_schema',
    });
    for (const name of ['turns', 'images', 'toolCalls', 'tools', 'toolSchemas', 'json', 'jsonSchema']) {
      assert.ok((vector[name] ?? 0) > 0, name);
    }
  });

  it('counts lettered options only from A on and without gaps', () => {
    assert.equal(ask('Which is it?\nA. red\nB. green\nC. blue\nD. grey')['options'], Math.fround(0.4));
    assert.equal(ask('B. Smith met C. Jones and D. Brown.')['options'], 0);
  });

  for (const [text, feature] of [
    ['Summarise the letter below.', 'summarise.head'],
    ['Translate into Polish: good day', 'translate.head'],
    ['Prove that the root of two is irrational.', 'reason.head'],
    ['Write a poem on rain.', 'create.head'],
    ['How many eggs are left?', 'askHowMany'],
    ['请翻译这句话', 'translate.head'],
  ] as const) {
    it(`finds ${feature} in "${text}"`, () => {
      assert.equal(ask(text)[feature], 1);
    });
  }
});
