import type { Match, RouteSpec } from '../../config/api/v1alpha1/route.js';
import type { Cursor } from '../cursor.js';
import type { ModelDraft, RouteDraft } from '../draft.js';
import type { NameGiver } from '../name-giver.js';
import { BY_NAME } from '../named-route.js';
import { conditionsOf, type Formula, type Literal } from './formula.js';
import type { Layout } from './layout.js';
import type { SourceModels } from './models.js';
import { readRules } from './rule-tree.js';

export interface Decided {
  readonly routes: readonly RouteDraft[];
  /** The model of a decision that takes everything. */
  readonly rest: string | undefined;
}

/** Algorithms that try a smaller model first. */
const CLIMBING = new Set(['confidence', 'automix']);

/** Reads the decisions: each becomes a Route. */
export function readDecisions(layout: Layout, models: SourceModels, names: NameGiver): Decided {
  const routes: RouteDraft[] = [];
  let rest: string | undefined;
  for (const decision of layout.decisions) {
    const name = decision.at('name').text() ?? 'decision';
    const goal = readGoal(decision, layout.assigned(name), models);
    if (goal === undefined) continue;
    const rules = decision.at('rules');
    const formula = readRules(rules, layout.signals);
    // Each part of it that cannot be said was told by itself.
    rules.take();
    if (formula.some((list) => list.length === 0)) {
      rest ??= goal.first;
      decision.tell(
        'lost',
        'it takes every request',
        "the pool's default model answers those that no Route takes",
      );
      continue;
    }
    const { match, examples } = splitFormula(formula, decision);
    if (match.length === 0 && examples.length === 0) {
      decision.tell(
        'lost',
        'nothing is left that could choose it',
        'give a Route examples, or write its match by hand',
      );
      continue;
    }
    const description = decision.at('description').text();
    const spec: RouteSpec = {
      ...(description !== undefined && { description }),
      ...(examples.length > 0 && { examples }),
      ...(match.length > 0 && { match }),
      ...goal.goal,
      ...readPriority(decision.at('priority')),
    };
    routes.push({ name: names.give(name.replaceAll('_', '-')), spec, from: [decision.path] });
  }
  layout.signals.close();
  return { routes, rest };
}

interface ReadGoal {
  readonly goal: Pick<RouteSpec, 'target' | 'cascade'>;
  /** The first model of the source that is in the pool. */
  readonly first: string;
}

function readGoal(decision: Cursor, assigned: readonly Cursor[], models: SourceModels): ReadGoal | undefined {
  const refs = [...decision.at('modelRefs').items(), ...assigned];
  const known = refs.flatMap((ref) => {
    const name = ref.at('model').text();
    const model = models.names.get(name ?? '');
    if (model === undefined) ref.tell('lost', `"${name ?? ''}" is no model of the pool`);
    return model === undefined ? [] : [{ model, ref }];
  });
  const [first, ...others] = known;
  if (first === undefined) {
    decision.tell('lost', 'none of its models is in the pool', 'write the Route by hand');
    return undefined;
  }
  const algorithm = decision.at('algorithm', 'type').text();
  if (CLIMBING.has(algorithm ?? '') && others.length > 0) {
    const tiers = cheapestFirst([...new Set(known.map(({ model }) => model))], models.drafts);
    if (tiers.length > 1) {
      const why = "a cascade: Dragoman's gate judges each answer before the next tier is asked";
      decision.at('algorithm').tell('changed', why, 'see docs/concepts/cascade.md');
      return { goal: { cascade: { tiers: tiers.slice(0, 8) } }, first: first.model };
    }
  } else if (algorithm !== undefined && algorithm !== 'static') {
    decision
      .at('algorithm')
      .tell('lost', `"${algorithm}" is no way to choose here`, 'see objective and cascade of a Route');
  }
  for (const { ref } of others) {
    ref.tell('lost', 'a Route has one target', 'for a choice give it an objective or a cascade');
  }
  return { goal: { target: first.model }, first: first.model };
}

/** By price where all have one, else as they stand. */
function cheapestFirst(names: readonly string[], drafts: readonly ModelDraft[]): string[] {
  const costOf = (name: string): number | undefined => {
    const price = drafts.find(({ model }) => model.name === name)?.model.price;
    return price && price.input + price.output;
  };
  if (names.some((name) => costOf(name) === undefined)) return [...names];
  return [...names].sort((a, b) => (costOf(a) ?? 0) - (costOf(b) ?? 0));
}

function readPriority(cursor: Cursor): Pick<RouteSpec, 'priority'> {
  const priority = cursor.number();
  if (priority === undefined || priority === 0) return {};
  const most = BY_NAME - 1;
  const kept = Math.round(Math.max(-most, Math.min(most, priority)));
  if (kept !== priority) cursor.tell('changed', `a priority is a whole number from -${most} to ${most}`);
  return { priority: kept };
}

function splitFormula(
  formula: Formula,
  decision: Cursor,
): { readonly match: Match[]; readonly examples: string[] } {
  const examples: string[] = [];
  const match: Match[] = [];
  for (const list of formula) {
    const texts = list.filter((literal) => literal.kind === 'examples').flatMap((literal) => literal.texts);
    if (texts.length > 0 && list.every((literal) => literal.kind === 'examples')) examples.push(...texts);
    const rule = texts.length === 0 ? toMatch(list) : undefined;
    if (rule !== undefined) match.push(rule);
    else if (texts.length === 0 || list.some((literal) => literal.kind !== 'examples')) {
      const why =
        texts.length > 0 ? 'examples together with other conditions' : 'a rule with several lists of words';
      decision.at('rules').tell('lost', `${why} cannot be said`, 'write a Route by hand');
    }
  }
  return { match, examples: [...new Set(examples.map((text) => text.trim()))] };
}

/** One rule; a second list of words or a second pattern has no place in it. */
function toMatch(list: readonly Literal[]): Match | undefined {
  const words = list.filter((literal) => literal.kind === 'words');
  const patterns = list.filter((literal) => literal.kind === 'pattern').map(({ pattern }) => pattern);
  const [first, second, third] = words;
  if (second !== undefined) patterns.push(wordPattern(second.words));
  const when = conditionsOf(list);
  if (third !== undefined || patterns.length > 1 || when === undefined || when.length > 16) return undefined;
  const [regex] = patterns;
  return {
    ...(first !== undefined && { keywords: [...first.words] }),
    ...(regex !== undefined && { regex }),
    ...(when.length > 0 && { when }),
  };
}

/** RE2: any of the words, upper and lower case alike. */
function wordPattern(words: readonly string[]): string {
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return `(?i)(?:^|\\W)(?:${escaped.join('|')})(?:\\W|$)`;
}
