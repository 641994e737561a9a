import { modelOfCluster } from '../../mutation/wire-names.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import type { AnswerCell, AnswerCells } from './answer-cells.js';
import { type ExemplarLabels, exemplarLabels } from './exemplar.js';
import { errorTypeOf } from './http-status.js';
import type { KnownNames } from './known-names.js';
import type { Instruments } from './metric-instruments.js';

/** Counts a decided request that is over, or of which nobody reported the end. */
export function observeAnswer(
  to: Instruments,
  cells: AnswerCells,
  names: KnownNames,
  record: DecisionRecord,
): void {
  const { outcome, decision } = record;
  if (outcome === undefined) {
    to.unreported.inc();
    return;
  }
  const model = modelOfCluster(outcome.cluster ?? '');
  const cell = cells.of(names, record, outcome, model);
  cell.requests += 1;
  const isOther = model !== undefined && model !== decision.model;
  if (isOther && decision.cascade === undefined) to.fallbacks.inc({ cause: 'upstream' });
  const exemplar = exemplarLabels(record.traceparent);
  observeOperation(to, cell, { record, outcome, exemplar });
  observeWaste(to, names, record);
  const { costUsd, defaultUsd, strongestUsd } = record;
  if (costUsd === undefined || defaultUsd === undefined || strongestUsd === undefined) {
    if (cell.status === '2xx') cell.uncounted += 1;
    return;
  }
  const cost = amount(costUsd);
  cells.paid(cell, { cost, default: amount(defaultUsd), strongest: amount(strongestUsd) });
  const { route, model: labelled } = cell;
  const isTraced = exemplar['trace_id'] !== undefined;
  to.cost.inc({
    labels: { route, model: labelled },
    value: cost,
    ...(isTraced && { exemplarLabels: exemplar }),
  });
}

interface Answered {
  readonly record: DecisionRecord;
  readonly outcome: Outcome;
  readonly exemplar: ExemplarLabels;
}

function observeOperation(to: Instruments, cell: AnswerCell, { record, outcome, exemplar }: Answered): void {
  const { inputTokens, outputTokens, timeToFirstByteMs, totalMs, status } = outcome;
  to.operationDuration.observe({ labels: cell.duration, value: totalMs / 1000, exemplarLabels: exemplar });
  if (record.stream && timeToFirstByteMs !== undefined && errorTypeOf(status) === undefined) {
    const value = timeToFirstByteMs / 1000;
    to.firstChunk.observe({ labels: cell.operation, value, exemplarLabels: exemplar });
  }
  if (inputTokens !== undefined) {
    to.tokenUsage.observe({ labels: cell.input, value: inputTokens, exemplarLabels: exemplar });
  }
  if (outputTokens !== undefined) {
    to.tokenUsage.observe({ labels: cell.output, value: outputTokens, exemplarLabels: exemplar });
  }
}

function observeWaste(to: Instruments, names: KnownNames, record: DecisionRecord): void {
  const { attempts, costUsd, wastedUsd, decision } = record;
  if (attempts === undefined || wastedUsd === undefined) return;
  const route = names.route(decision.route);
  // A part of the cost, as the reports have it: where that is not known, this is not told either.
  if (costUsd !== undefined) to.wastedUsd.inc({ route }, amount(wastedUsd));
  for (const { escalated, model, inputTokens, outputTokens } of attempts) {
    if (!escalated) continue;
    to.wastedTokens.inc({ route, model: names.model(model) }, amount(inputTokens + outputTokens));
  }
}

/** An upstream may count anything; a counter takes no such thing. */
function amount(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}
