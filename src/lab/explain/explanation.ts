import { routeName } from '../../decision/decision.js';
import { brokenLimit } from '../../decision/eligible.js';
import { modelOutlooks } from '../../decision/model-outlook.js';
import { REASONS } from '../../decision/reason.js';
import type { RequestView } from '../../request/request-view.js';
import type { Judgement } from '../../router/judge.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Labelled } from '../../signals/builtin.js';
import { focusOf } from '../../signals/focus/focus.js';
import type { PiiSignal } from '../../signals/pii.js';
import type { RouteScores } from '../../signals/routes/route-scores.js';
import type { Signal } from '../../signals/signal.js';
import { findingOf } from './finding.js';

/** Why a request went where it went. Holds names and numbers; text only in {@link Explanation.text}. */
export interface Explanation {
  readonly id: string | number;
  readonly model: string;
  readonly route: string;
  readonly reason: string;
  /** The reason as a sentence. */
  readonly meaning: string;
  /** The layer that ended the search. */
  readonly decidedBy: string;
  /** Every layer that ran, in order. */
  readonly layers: readonly LayerReport[];
  /** Routes that were compared, most probable first; by what {@link ExplainOptions.others} say where the decision compared none. */
  readonly candidates: readonly Candidate[];
  /** In [0, 1]; `null` when nothing was compared. */
  readonly outOfScope: number | null;
  /** Lead over the runner-up, and the lead that is asked for; `margin` is `null` when nothing was compared. */
  readonly margin: number | null;
  readonly marginBar: number;
  /** By name; that of personal data tells the places. */
  readonly signals: Readonly<Record<string, Labelled & Partial<Pick<PiiSignal, 'spans'>>>>;
  /** What every model of the pool would have meant, cheapest first. */
  readonly models: readonly Alternative[];
  /** What the layers looked at; only when asked for. */
  readonly text?: string;
}

export interface LayerReport {
  readonly name: string;
  readonly microseconds: number;
  /** What it found, in names and numbers. */
  readonly found: string;
  /** Whether serving runs it for such a request; otherwise it ran for the explanation alone. */
  readonly served: boolean;
}

export interface Candidate {
  readonly route: string;
  /** Calibrated, in [0, 1]. */
  readonly probability: number;
  /** The probability that the route asks for. */
  readonly bar: number;
  /** The model that would have answered; `small > large` for a cascade, `objective` where one chooses. */
  readonly model: string;
}

export interface Alternative {
  readonly model: string;
  readonly chosen: boolean;
  /** The hard limit that keeps it from serving the request; `null` for none. */
  readonly limit: string | null;
  /** Probability of a good answer; `null` when nothing is known. */
  readonly quality: number | null;
  /** Expected cost in US dollars. */
  readonly cost: number;
  /** What it costs more than the chosen model; negative when less. */
  readonly costDifference: number;
}

export interface ExplainOptions {
  /** Whether the text that was looked at is shown; default not. */
  readonly showText?: boolean;
  /** What the layers say that serving does without for this request; default none. */
  readonly others?: readonly Signal[];
}

export function explain(
  id: string | number,
  view: RequestView,
  judgement: Judgement,
  snapshot: Snapshot,
  { showText = false, others = [] }: ExplainOptions = {},
): Explanation {
  const { decision } = judgement;
  const { plan } = snapshot;
  const signals = [...judgement.signals, ...others];
  const scores = decision.scores ?? scoresOf(others);
  const candidates = (scores?.routes ?? []).map(({ route, probability }) => {
    const planned = plan.routes.get(route);
    return { route, probability, bar: planned?.threshold ?? 0, model: goalOf(snapshot, route) };
  });
  const labelled = signals.map((signal) => (signal.name === 'builtin' ? signal.labelled : {}));
  return {
    id,
    model: decision.model,
    route: routeName(decision),
    reason: decision.reason,
    meaning: REASONS[decision.reason],
    decidedBy: decision.layer,
    layers: signals.map((signal, at) => ({
      name: signal.name,
      microseconds: Math.round(signal.microseconds),
      found: findingOf(signal),
      served: at < judgement.signals.length,
    })),
    candidates,
    outOfScope: scores?.outOfScope ?? null,
    margin: decision.margin ?? null,
    marginBar: plan.margin,
    signals: Object.assign({}, ...labelled) as Explanation['signals'],
    models: alternatives(view, { signals, decision }, snapshot),
    ...(showText ? { text: focusOf(view).text } : {}),
  };
}

/** Of the layer that knows most. */
function scoresOf(signals: readonly Signal[]): RouteScores | undefined {
  const similarity = signals.find((signal) => signal.name === 'similarity');
  if (similarity?.result.ok === true) return similarity.result.scores;
  return signals.find((signal) => signal.name === 'fast')?.scores;
}

/** What answers a route: a model, the tiers of a cascade, or the word `objective` where the request decides. */
function goalOf({ registry }: Snapshot, name: string): string {
  const route = registry.routes.find((candidate) => candidate.name === name);
  const tiers = route?.cascade?.tiers.map(({ model }) => model);
  return route?.target ?? tiers?.join(' > ') ?? 'objective';
}

function alternatives(
  view: RequestView,
  { signals, decision }: Judgement,
  { registry, plan }: Snapshot,
): Alternative[] {
  const outlooks = modelOutlooks(registry.pool.models.values(), view, signals);
  const route = decision.route === undefined ? undefined : plan.routes.get(decision.route);
  const terms = { safetyClass: route?.safetyClass, maxTokens: decision.maxTokens };
  const chosenCost = outlooks[decision.model]?.cost ?? 0;
  return Object.entries(outlooks)
    .map(([model, { quality, cost }]) => {
      const profile = plan.models.get(model);
      const limit = profile && brokenLimit(profile, view, terms);
      const isChosen = model === decision.model;
      return {
        model,
        chosen: isChosen,
        limit: limit ?? null,
        quality,
        cost,
        costDifference: Number((cost - chosenCost).toPrecision(6)),
      };
    })
    .sort((a, b) => a.cost - b.cost || (a.model < b.model ? -1 : 1));
}
