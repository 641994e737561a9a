import { regexFault } from '../../config/regex.js';
import { BUILTIN_SIGNALS } from '../../signals/builtin.js';
import { type Cursor, textsOf } from '../cursor.js';
import { ALWAYS, type Formula, type Literal, NEVER } from './formula.js';

/** What a rule of the other router becomes; `undefined`: nothing of ours says it. */
export type Reading = { readonly formula: Formula } | { readonly why: string; readonly advice?: string };

/** Reads the definition of a signal, as a condition of a decision asks for it. */
type Reader = (rule: Cursor, asked: Asked) => Reading;

export interface Asked {
  /** Whether the condition is that it does not hold. */
  readonly negated: boolean;
  /** What stands behind the colon of a name such as `needs_reasoning:hard`. */
  readonly level: string | undefined;
}

/** By the type of a condition. */
export const SIGNAL_READERS: Readonly<Record<string, Reader>> = {
  keyword: readKeywords,
  embedding: readEmbedding,
  domain: readDomain,
  language: readLanguage,
  context: readContext,
  complexity: readComplexity,
  jailbreak: yesOrNo('jailbreak'),
  pii: yesOrNo('pii'),
  safety: yesOrNo('harm'),
  user_feedback: yesOrNo('reask'),
  reask: yesOrNo('reask'),
  structure: readStructure,
};

function readKeywords(rule: Cursor, { negated }: Asked): Reading {
  const words = [...new Set(textsOf(rule.at('keywords')))];
  const operator = (rule.at('operator').text() ?? 'OR').toUpperCase();
  const isAny = operator === 'OR' || words.length === 1;
  if (negated || operator === 'NOR') {
    return {
      why: 'no rule says that words are missing',
      advice: 'give the Route examples, and near misses in not',
    };
  }
  if (!isAny) return { why: `"${operator}" of several words is no rule`, advice: 'write a regex by hand' };
  if (words.length === 0 || words.length > 1000) return { why: 'it takes from 1 to 1000 keywords' };
  const method = rule.at('method').text() ?? 'regex';
  const isFuzzy = rule.at('fuzzy_match').flag() === true;
  if (method !== 'regex' || isFuzzy) {
    rule.tell('changed', `"${isFuzzy ? 'fuzzy' : method}" becomes whole words as they are written`);
  }
  if (rule.at('case_sensitive').flag() === true) rule.tell('changed', 'upper and lower case are alike');
  return { formula: [[{ kind: 'words', words }]] };
}

function readEmbedding(rule: Cursor, { negated }: Asked): Reading {
  const texts = [...new Set([...textsOf(rule.at('candidates')), ...textsOf(rule.at('keywords'))])];
  if (negated)
    return { why: 'no rule says that a prompt is not like examples', advice: 'write near misses in not' };
  if (texts.length === 0) return { why: 'it has no texts to compare with' };
  const isText = (rule.at('query_modality').text() ?? 'text') === 'text';
  if (!isText) return { why: 'only text is compared' };
  const why = 'a head is learnt from the texts, with a bar fitted to them, instead of a similarity';
  rule.take();
  rule.tell('changed', why, texts.length < 5 ? 'five or more examples make a good route' : '');
  return { formula: [[{ kind: 'examples', texts }]] };
}

function readDomain(rule: Cursor, { negated }: Asked): Reading {
  const known: readonly string[] = BUILTIN_SIGNALS.domain;
  const name = rule.at('name').text() ?? '';
  const categories = textsOf(rule.at('mmlu_categories'));
  const wanted = (categories.length === 0 ? [name] : categories).map((label) => label.replaceAll('_', ' '));
  const labels = [...new Set(wanted)].filter((label) => known.includes(label));
  if (labels.length === 0) {
    const advice = 'give the Route examples of it';
    return { why: `Dragoman's signal domain has no label "${wanted[0] ?? ''}"`, advice };
  }
  if (labels.length < wanted.length)
    rule.tell('changed', `of its categories only ${labels.join(', ')} are labels`);
  for (const key of ['name', 'mmlu_categories']) rule.at(key).take();
  return { formula: among('domain', labels, negated) };
}

function readLanguage(rule: Cursor, { negated }: Asked): Reading {
  const known: readonly string[] = BUILTIN_SIGNALS.language;
  const name = rule.at('name').text() ?? '';
  const code = name.toLowerCase().split(/[-_]/)[0] ?? '';
  if (!known.includes(code)) return { why: `Dragoman's signal language has no label "${name}"` };
  return { formula: among('language', [code], negated) };
}

function readComplexity(rule: Cursor, { negated, level = 'hard' }: Asked): Reading {
  const labels = { easy: 'simple', medium: 'moderate', hard: 'complex' };
  if (!Object.hasOwn(labels, level)) return { why: `"${level}" is no level of complexity` };
  rule.take();
  rule.tell('changed', "Dragoman's own classifier tells how complex a prompt is, without candidates");
  return { formula: among('complexity', [labels[level as keyof typeof labels]], negated) };
}

/** The label is one of these, or none of them. */
function among(
  signal: 'domain' | 'language' | 'complexity',
  labels: readonly string[],
  negated: boolean,
): Formula {
  const others = BUILTIN_SIGNALS[signal].filter((label) => !labels.includes(label));
  const wanted = negated ? others : labels;
  return wanted.length === 0 ? NEVER : [[{ kind: 'is', signal, labels: wanted }]];
}

function yesOrNo(signal: 'jailbreak' | 'pii' | 'harm' | 'reask'): Reader {
  return (rule, { negated }) => {
    if (rule.at('direction').value === 'response') return { why: 'answers are not looked at for routing' };
    rule.take();
    rule.tell('changed', `Dragoman's own classifier says it (signal ${signal}), with a bar of its own`);
    return { formula: [[{ kind: 'is', signal, labels: [negated ? 'no' : 'yes'] }]] };
  };
}

function readContext(rule: Cursor, { negated }: Asked): Reading {
  const least = readTokens(rule.at('min_tokens'));
  const most = readTokens(rule.at('max_tokens'));
  for (const key of ['min_tokens', 'max_tokens']) rule.at(key).text();
  if (least === undefined && most === undefined) return { why: 'it has neither min_tokens nor max_tokens' };
  const atLeast: Formula =
    least === undefined || least === 0 ? ALWAYS : [[{ kind: 'bounds', signal: 'tokens', above: least - 1 }]];
  const atMost: Formula =
    most === undefined ? ALWAYS : [[{ kind: 'bounds', signal: 'tokens', below: most + 1 }]];
  if (!negated) {
    const both = [...atLeast.flat(), ...atMost.flat()];
    return { formula: [both] };
  }
  const under: Literal[] =
    least === undefined || least === 0 ? [] : [{ kind: 'bounds', signal: 'tokens', below: least }];
  const over: Literal[] = most === undefined ? [] : [{ kind: 'bounds', signal: 'tokens', above: most }];
  return { formula: [...under, ...over].map((literal) => [literal]) };
}

/** `8000`, `"8K"` or `"1.5M"`. */
function readTokens(cursor: Cursor): number | undefined {
  const text = typeof cursor.value === 'number' ? String(cursor.value) : cursor.value;
  if (typeof text !== 'string') return undefined;
  const [, digits, unit = ''] = /^\s*([0-9]+(?:\.[0-9]+)?)\s*([kKmM]?)\s*$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const factor = { k: 1000, m: 1_000_000 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(digits) * factor);
}

function readStructure(rule: Cursor, { negated }: Asked): Reading {
  const feature = rule.at('feature');
  const pattern = feature.at('source', 'pattern').text();
  const isThere = feature.at('type').value === 'exists' && feature.at('source', 'type').value === 'regex';
  if (!isThere || pattern === undefined) {
    return { why: 'only a pattern that has to be there is a rule', advice: 'write a regex by hand' };
  }
  const isMore = [...feature.entries(), ...feature.at('source').entries()].some(
    ([key]) => !PATTERN_KEYS.has(key),
  );
  if (isMore) return { why: 'it asks for more than a pattern' };
  if (negated) return { why: 'no rule says that a pattern is missing' };
  feature.take();
  if (pattern.length > 4096 || regexFault(pattern) !== undefined)
    return { why: 'its pattern is none of RE2' };
  return { formula: [[{ kind: 'pattern', pattern }]] };
}

const PATTERN_KEYS = new Set(['type', 'source', 'pattern']);
