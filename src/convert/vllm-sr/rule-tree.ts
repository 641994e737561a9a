import type { Cursor } from '../cursor.js';
import { allOf, ALWAYS, anyOf, type Formula, MAX_RULES, NEVER } from './formula.js';
import type { SignalBook } from './signal-book.js';
import { SIGNAL_READERS } from './signal-rule.js';

/** Deepest nesting of a decision's rules that is followed. */
const MAX_DEPTH = 16;

/**
 * Reads the rules of a decision. What cannot be said holds never, negated or not, so that a Route takes no request that the
 * decision would not have taken; each such place is told.
 */
export function readRules(node: Cursor, signals: SignalBook, negated = false, depth = 0): Formula {
  if (node.at('type').exists) return readLeaf(node, signals, negated);
  const conditions = node.at('conditions').items();
  const operator = (node.at('operator').text() ?? 'AND').toUpperCase();
  if (depth > MAX_DEPTH) return refuse(node, `rules nest deeper than ${MAX_DEPTH} levels`);
  const strange = node.entries().find(([key]) => !GROUP_KEYS.has(key));
  if (strange !== undefined) return refuse(node, `what "${strange[0]}" of rules means is not known`);
  if (conditions.length === 0) {
    node.take();
    return negated ? NEVER : ALWAYS;
  }
  if (node.at('on_unknown').exists) {
    node.at('on_unknown').tell('lost', 'a signal that could not be measured fulfils no condition');
  }
  const read = (flip: boolean): Formula[] =>
    conditions.map((condition) => readRules(condition, signals, flip ? !negated : negated, depth + 1));
  if (operator === 'NOT') {
    if (conditions.length > 1) return refuse(node, 'NOT takes one condition');
    return read(true)[0] ?? NEVER;
  }
  if (operator !== 'AND' && operator !== 'OR') return refuse(node, `"${operator}" is not known`);
  // By De Morgan, the negation of all is any of the negations.
  const isAll = (operator === 'AND') !== negated;
  const formulas = read(false);
  if (!isAll) return anyOf(formulas);
  if (formulas.some((formula) => formula.length === 0)) {
    return refuse(node, 'a part of it cannot be said, and without that part it would match more');
  }
  return allOf(formulas) ?? refuse(node, `it takes more than the ${MAX_RULES} rules of a Route`);
}

function refuse(node: Cursor, why: string): Formula {
  node.tell('lost', why, 'write the match by hand');
  return NEVER;
}

function readLeaf(node: Cursor, signals: SignalBook, negated: boolean): Formula {
  const type = node.at('type').text() ?? '';
  const [name = '', level] = (node.at('name').text() ?? '').split(':');
  if (!Object.hasOwn(SIGNAL_READERS, type)) {
    node.tell('lost', `no signal of Dragoman is "${type}"`, 'match on headers, or give the Route examples');
    return NEVER;
  }
  const [extra] = node.entries().filter(([key, { exists }]) => exists && !LEAF_KEYS.has(key));
  if (extra !== undefined) return refuse(node, `what "${extra[0]}" of a condition means is not known`);
  const found = [type, ...(STAND_INS[type] ?? [])].flatMap((other) => {
    const rule = signals.find(other, name) ?? (NAMES_SUFFICE.has(other) ? node : undefined);
    const reading = rule && SIGNAL_READERS[other]?.(rule, { negated, level });
    return rule === undefined || reading === undefined ? [] : [{ rule, reading }];
  });
  const { rule, reading } = found.find((one) => 'formula' in one.reading) ?? found[0] ?? {};
  if (rule === undefined || reading === undefined) {
    node.tell('lost', `"${name}" is defined nowhere`);
    return NEVER;
  }
  if ('why' in reading) {
    node.tell('lost', reading.why, reading.advice);
    return NEVER;
  }
  node.take();
  for (const key of ['name', 'category']) rule.at(key).text();
  signals.use(rule);
  return reading.formula;
}

/** In v0.2 rules of these kinds name a domain, too. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = { domain: ['keyword', 'embedding'] };

const GROUP_KEYS = new Set(['operator', 'conditions', 'on_unknown']);
const LEAF_KEYS = new Set(['type', 'name']);

/** Signals whose name says it all, defined or not. */
const NAMES_SUFFICE = new Set(['domain', 'language', 'jailbreak', 'pii', 'user_feedback']);
