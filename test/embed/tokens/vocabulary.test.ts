import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { readVocabulary } from '../../../src/embed/tokens/vocabulary.js';

const token = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', '}', ',', ':', ' '), maxLength: 6 }),
);

describe('readVocabulary', () => {
  it('finds every token of an object as JSON, the longest first', () => {
    const tokens = fc.dictionary(
      fc.tuple(fc.constantFrom('', '##'), token).map((parts) => parts.join('')),
      fc.nat(),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(tokens, fc.constantFrom(0, 2), (object, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        const read = readVocabulary(`${text} and more`, 1);
        assert.ok(read !== undefined, text);
        assert.equal(read.end, text.length);
        const { vocabulary } = read;
        assert.equal(vocabulary.unknown, object['[UNK]']);
        for (const [name, id] of Object.entries(object)) {
          const continues = name.startsWith('##') && name.length > 2;
          const piece = continues ? name.slice(2) : name;
          if (piece === '') continue;
          const place = vocabulary.find(`<${piece}`, 1, continues);
          assert.deepEqual([vocabulary.idAt(place), vocabulary.lengthAt(place)], [id, piece.length], text);
        }
      }),
    );
  });

  it('finds the longest of several, and only of the kind that is asked for', () => {
    const text = '{"[UNK]":7, "un" : 1,"unab":2,"##able":3,"##a":4,"##\\"":5,"\\u00e9t\\u00e9":6}';
    const { vocabulary } = readVocabulary(text, 1) ?? assert.fail();
    const find = (word: string, from: number): number =>
      vocabulary.idAt(vocabulary.find(word, from, from > 0));
    assert.equal(vocabulary.unknown, 7);
    assert.equal(find('unable', 0), 2);
    assert.equal(find('unable', 2), 3);
    assert.equal(find('una', 2), 4);
    assert.equal(find('x"', 1), 5);
    assert.equal(find('été', 0), 6);
    assert.equal(vocabulary.find('able', 0, false), -1);
    assert.equal(vocabulary.find('', 0, false), -1);
  });

  it('refuses what is no object of tokens and ids', () => {
    for (const text of [
      '',
      '{',
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,',
      '{"a":"b"}',
      '{"a":-1}',
      '{a:1}',
      '{"a":1 "b":2}',
      '{"\\x":1}',
      '{"a":[1]}',
    ]) {
      assert.equal(readVocabulary(text, 1), undefined, text);
    }
  });
});
