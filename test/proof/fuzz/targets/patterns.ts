import assert from 'node:assert/strict';
import fc from 'fast-check';
import { regexFault } from '../../../../src/config/regex.js';
import { keywordRule, patternRule } from '../../../../src/signals/rule.js';
import { measureFeatures } from '../../../../src/signals/features.js';
import { buildView } from '../../../support/build-view.js';
import { defineTarget } from '../fuzz-target.js';
import { hostileText } from '../grammar/hostile-text.js';

const ATOMS = [
  'a',
  '.',
  '\\w',
  '\\d+',
  '[a-z]',
  '[^\\s]',
  '(a+)+',
  '(a|a)*',
  '(?:x|y)',
  '\\b',
  '^',
  '$',
  '(?i)',
  '\\pL',
  '{2,5}',
  '{50}',
] as const;
const ODD = [
  '(?=a)',
  '(?<!b)',
  '\\1',
  '(?P<n>a)',
  '[',
  '(',
  ')',
  '*',
  '\\',
  '{99999}',
  '[[:alpha:]]',
  '\\Q',
  '(?',
  '[z-a]',
  '\\x{110000}',
] as const;

const pattern = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...ATOMS) },
      { weight: 1, arbitrary: fc.constantFrom(...ODD) },
      { weight: 1, arbitrary: hostileText.map((text) => text.slice(0, 12)) },
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const word = fc.oneof(
  fc.constantFrom('book', 'C++', '.net', 'a(b', '中文', 'ß', 'İ'),
  hostileText.map((text) => text.slice(0, 20)),
);

export const patternsTarget = defineTarget({
  name: 'patterns',
  claim: "A registry's pattern is refused with a reason, or runs on any text.",
  weight: 4,
  arbitrary: fc.record({ pattern, text: hostileText }),
  prepare:
    () =>
    ({ pattern: source, text }) => {
      const view = buildView({ lastUserText: text });
      const fault = regexFault(source);
      if (fault === undefined)
        assert.equal(typeof patternRule(source)(view, measureFeatures(view)), 'boolean');
      else assert.doesNotMatch(fault, /^$|\p{Cc}/u);
    },
});

export const keywordsTarget = defineTarget({
  name: 'keywords',
  claim: 'A keyword of any characters is a literal, and is found where it stands alone.',
  // Each compiles a pattern of its own, with large classes of characters.
  weight: 0.2,
  arbitrary: fc.record({ words: fc.array(word, { minLength: 1, maxLength: 3 }), text: hostileText }),
  prepare:
    () =>
    ({ words, text }) => {
      const sound = words.filter((one) => one.trim() !== '');
      if (sound.length === 0) return;
      const rule = keywordRule(sound);
      const features = measureFeatures(buildView());
      assert.equal(typeof rule(buildView({ lastUserText: text }), features), 'boolean');
      for (const one of sound) {
        const alone = buildView({ lastUserText: `. ${one} .` });
        assert.ok(rule(alone, features), `${JSON.stringify(one)} is not found where it stands alone`);
      }
    },
});
