import { RE2JS } from 're2js';
import type { RequestView } from '../request/request-view.js';
import type { BuiltinSignal, Labelled } from './builtin.js';
import type { FeatureName, Features } from './features.js';

/** What the built-in signals say of the request; `undefined` for one that was not measured. */
export type SignalLookup = (name: BuiltinSignal) => Labelled | undefined;

/** A compiled condition on one request. Pure, and linear in the request's length. */
export type Rule = (view: RequestView, features: Features, signalOf?: SignalLookup) => boolean;

export function allOf(rules: readonly Rule[]): Rule {
  return (...request) => rules.every((rule) => rule(...request));
}

export function anyOf(rules: readonly Rule[]): Rule {
  return (...request) => rules.some((rule) => rule(...request));
}

/** Holds when `test` accepts the header's value; an absent header is `undefined`. */
export function headerRule(name: string, test: (value: string | undefined) => boolean): Rule {
  const key = name.toLowerCase();
  return (view) => test(view.head.headers.get(key));
}

export function pathRule(prefix: string): Rule {
  return (view) => view.head.path.startsWith(prefix);
}

/** A request without a model asks for `auto`. */
export function modelRule(names: readonly string[]): Rule {
  const set = new Set(names);
  return (view) => set.has(view.model ?? 'auto');
}

/** `*` stands for any tool. */
export function toolRule(names: readonly string[]): Rule {
  if (names.includes('*')) return (view) => view.tools.length > 0;
  const set = new Set(names);
  return (view) => view.tools.some((tool) => set.has(tool.name));
}

/**
 * A character that cannot stand next to a whole word. Han, kana and the scripts of South-East Asia are written without
 * spaces, so their letters are no obstacle.
 */
const WORD_CHARACTER =
  '(?![\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmr}\\p{scx=Mymr}])[\\p{L}\\p{M}\\p{N}_]';

/** Characters at each end of a long last user turn that are searched: a pattern costs 0.2 µs and more for each. */
const SEARCHED_CHARS = 8_192;

/**
 * A text, or the two ends of a long one.
 * @param joint stands for what was left out
 */
function endsOf(text: string, joint: string): string {
  if (text.length <= 2 * SEARCHED_CHARS) return text;
  return text.slice(0, SEARCHED_CHARS) + joint + text.slice(-SEARCHED_CHARS);
}

/**
 * Whole words or phrases in the last user turn (the ends of a long one), case-insensitive. Literals only, so the pattern
 * cannot backtrack badly.
 */
export function keywordRule(words: readonly string[]): Rule {
  const alternatives = words.map(escapePattern).join('|');
  // What stands in front of a word is looked at once the word is found: tested first, it would be tested at every letter.
  const wholeWord = `(?<=(?<!${WORD_CHARACTER})(?:${alternatives}))`;
  const pattern = new RegExp(`(?:${alternatives})(?!${WORD_CHARACTER})${wholeWord}`, 'iu');
  // A letter as joint: a word that was cut in two is no whole word.
  return (view) => pattern.test(endsOf(view.lastUserText, '_'));
}

/** `RegExp.escape` for Node 20, which lacks it. */
function escapePattern(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/**
 * An RE2 pattern searched in the last user turn (the ends of a long one), in time linear in the text (https://github.com/google/re2/wiki/Syntax).
 * @throws RE2JSException for a pattern RE2 does not take; the registry's validation has refused it before.
 */
export function patternRule(pattern: string): Rule {
  const compiled = RE2JS.compile(pattern);
  return (view) => compiled.matcher(endsOf(view.lastUserText, '\n')).find();
}

/** As {@link patternRule}, for a plain string such as a header's value. */
export function patternTest(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.matcher(text).find();
}

/** Both bounds are exclusive. */
export function featureRule(name: FeatureName, above = -Infinity, below = Infinity): Rule {
  return (_view, features) => features[name] > above && features[name] < below;
}

/** Holds when the signal's most probable label is one of `labels`; never for a signal that was not measured. */
export function labelRule(name: BuiltinSignal, labels: readonly string[]): Rule {
  const set = new Set(labels);
  return (_view, _features, signalOf) => {
    const label = signalOf?.(name)?.label;
    return label !== undefined && set.has(label);
  };
}

/** As {@link featureRule}, for the probability of `yes`; never holds for a signal that was not measured. */
export function likelihoodRule(name: BuiltinSignal, above = -Infinity, below = Infinity): Rule {
  return (_view, _features, signalOf) => {
    const probability = signalOf?.(name)?.scores['yes'];
    return probability !== undefined && probability > above && probability < below;
  };
}
