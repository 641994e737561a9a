import type { Arm } from '../../decision/arm.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import { errorTypeOf, hundredOf } from './http-status.js';
import type { KnownNames } from './known-names.js';
import { LABELS } from './metric-labels.js';
import type { Collect } from './metric-readers.js';
import { OPERATIONS, PROVIDERS } from '../names.js';

/** Sums over the finished requests that have every label in common: one look-up a request instead of one a metric. */
export interface AnswerCell {
  readonly route: string;
  readonly model: string;
  readonly status: string;
  readonly arm: Arm;
  /** Labels of the metrics of OpenTelemetry, made once. */
  readonly operation: OperationLabels;
  readonly input: OperationLabels & { readonly gen_ai_token_type: 'input' };
  readonly output: OperationLabels & { readonly gen_ai_token_type: 'output' };
  /** Of the duration, with the error where there is one. */
  readonly duration: OperationLabels & { readonly error_type?: string };
  requests: number;
  uncounted: number;
  costUsd: number;
  defaultUsd: number;
  strongestUsd: number;
}

interface OperationLabels {
  readonly gen_ai_operation_name: string;
  readonly gen_ai_provider_name: string;
  readonly gen_ai_request_model: string;
  readonly gen_ai_response_model: string;
}

/** The cells of all finished requests; as many as there are combinations of names in service. */
export class AnswerCells {
  readonly #cells = new Map<string, AnswerCell>();
  readonly #saved = { default: 0, strongest: 0 };

  /** @param answered pool name of the model that answered */
  of(names: KnownNames, record: DecisionRecord, outcome: Outcome, answered: string | undefined): AnswerCell {
    const route = names.route(record.decision.route);
    const model = names.model(answered);
    const asked = names.asked(record.modelAsked);
    const status = hundredOf(outcome.status);
    const error = errorTypeOf(outcome.status) ?? '';
    const { arm } = record.decision;
    // Only what a client asks for may hold any character, so it comes last.
    const key = `${route} ${model} ${status} ${error} ${arm} ${record.endpoint} ${asked}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const operation = {
        gen_ai_operation_name: OPERATIONS[record.endpoint],
        gen_ai_provider_name: PROVIDERS[record.endpoint],
        gen_ai_request_model: asked,
        gen_ai_response_model: model,
      };
      cell = newCell({ route, model, status, arm }, operation, error);
      this.#cells.set(key, cell);
    }
    return cell;
  }

  /** Counts what a request cost, in US dollars, and what it would have. */
  paid(
    cell: AnswerCell,
    usd: { readonly cost: number; readonly default: number; readonly strongest: number },
  ): void {
    cell.costUsd += usd.cost;
    cell.defaultUsd += usd.default;
    cell.strongestUsd += usd.strongest;
    this.#saved.default += usd.default - usd.cost;
    this.#saved.strongest += usd.strongest - usd.cost;
  }

  /** Drops the cells of names that are gone. */
  forget(names: KnownNames): void {
    for (const [key, { route, model, operation }] of this.#cells) {
      const isKnown =
        names.allows('route', route) &&
        names.allows('model', model) &&
        names.allows('gen_ai_request_model', operation.gen_ai_request_model);
      if (!isKnown) this.#cells.delete(key);
    }
  }

  readonly read = (collect: Collect): void => {
    for (const arm of LABELS.arm.values) {
      // So that a rate has a beginning: a counter that appears with its first event has no increase.
      collect('trialUsd', 0, { arm });
      for (const status of LABELS.status.values) collect('trialRequests', 0, { arm, status });
    }
    for (const cell of this.#cells.values()) {
      const { route, model, status, arm, requests, uncounted, costUsd, defaultUsd, strongestUsd } = cell;
      collect('requests', requests, { route, model, status });
      collect('trialRequests', requests, { arm, status });
      collect('trialUsd', costUsd, { arm });
      collect('baseline', defaultUsd, { route, baseline: 'default' });
      collect('baseline', strongestUsd, { route, baseline: 'strongest' });
      if (uncounted > 0) collect('uncounted', uncounted, { model });
    }
    collect('saved', this.#saved.default, { baseline: 'default' });
    collect('saved', this.#saved.strongest, { baseline: 'strongest' });
  };
}

function newCell(
  own: Pick<AnswerCell, 'route' | 'model' | 'status' | 'arm'>,
  operation: OperationLabels,
  error: string,
): AnswerCell {
  return {
    ...own,
    operation,
    input: { ...operation, gen_ai_token_type: 'input' },
    output: { ...operation, gen_ai_token_type: 'output' },
    duration: error === '' ? operation : { ...operation, error_type: error },
    ...{ requests: 0, uncounted: 0, costUsd: 0, defaultUsd: 0, strongestUsd: 0 },
  };
}
