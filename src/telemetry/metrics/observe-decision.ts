import type { DecisionRecord } from '../../record/decision-record.js';
import type { Signal } from '../../signals/signal.js';
import { exemplarLabels } from './exemplar.js';
import { fallbackCause } from '../../decision/fallback-cause.js';
import type { KnownNames } from './known-names.js';
import type { Instruments } from './metric-instruments.js';

/** Counts a request that was routed; on the request's way, so quick. */
export function observeDecision(to: Instruments, names: KnownNames, record: DecisionRecord): void {
  const { decision, signals, decideMicroseconds, traceparent } = record;
  const { route, model, layer, reason, scores, confidence, margin } = decision;
  to.decisions.inc({ route: names.route(route), model: names.model(model), layer, reason });
  to.decisionDuration.observe({
    labels: { layer },
    value: decideMicroseconds / 1e6,
    exemplarLabels: exemplarLabels(traceparent),
  });
  for (const signal of signals) observeLayer(to, signal);
  const best = scores?.routes[0];
  if (best !== undefined && confidence !== undefined && margin !== undefined) {
    const labels = { route: names.route(best.route) };
    to.confidence.observe(labels, confidence);
    to.margin.observe(labels, margin);
  }
  const cause = fallbackCause(reason);
  if (cause !== undefined) to.fallbacks.inc({ cause });
}

function observeLayer(to: Instruments, signal: Signal): void {
  const seconds = signal.microseconds / 1e6;
  to.layerDuration.observe({ signal: signal.name }, seconds);
  if (signal.name !== 'llm') return;
  const { result } = signal;
  if (result.ok && !result.cached) to.llmDuration.observe(seconds);
}
