import type { RequestView } from '../../request/request-view.js';
import { type Features, measureFeatures } from '../../signals/features.js';
import type { Rule, SignalLookup } from '../../signals/rule.js';
import type { BuiltinSignals, FeatureSignal, RuleSignal } from '../../signals/signal.js';
import type { Snapshot } from '../snapshot.js';
import { since } from './since.js';

/** Layer 0, first part: what the request measures. */
export function featureLayer(view: RequestView): FeatureSignal {
  const start = performance.now();
  return { name: 'features', features: measureFeatures(view), microseconds: since(start) };
}

/** Layer 0, last part: the first route, by priority, whose rules hold, and the first of those that guard. */
export function ruleLayer(
  { rules }: Snapshot,
  view: RequestView,
  features: Features,
  builtin?: BuiltinSignals,
): RuleSignal {
  const start = performance.now();
  const signalOf: SignalLookup = (name) => builtin?.labelled[name];
  const holds = (rule: Rule): boolean => rule(view, features, signalOf);
  const first = rules.findIndex(({ rule }) => holds(rule));
  const holding = first < 0 ? [] : rules.slice(first);
  const guard = holding.find(({ guards, rule }, at) => guards && (at === 0 || holds(rule)));
  return { name: 'rules', route: holding[0]?.route, guard: guard?.route, microseconds: since(start) };
}
