import type { Arm } from '../../decision/arm.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import { errorTypeOf, hundredOf } from './http-status.js';
import type { KnownNames } from './known-names.js';
import { LABELS } from './metric-labels.js';
import type { Collect } from './metric-readers.js';
import { OPERATIONS, PROVIDERS } from '../names.js';

/** Sums over finished requests; a counter is read from those of its labels. */
interface Sums {
  requests: number;
  uncounted: number;
  costUsd: number;
  defaultUsd: number;
  strongestUsd: number;
}

/** What is left of cells whose names are gone; `undefined` stands for such a name, of which nothing is told any more. */
interface PastCell extends Sums {
  readonly route: string | undefined;
  readonly model: string | undefined;
  readonly status: string;
  readonly arm: Arm;
}

/** Sums over the finished requests that have every label in common: one look-up a request instead of one a metric. */
export interface AnswerCell extends PastCell {
  readonly route: string;
  readonly model: string;
  /** Labels of the metrics of OpenTelemetry, made once. */
  readonly operation: OperationLabels;
  readonly input: OperationLabels & { readonly gen_ai_token_type: 'input' };
  readonly output: OperationLabels & { readonly gen_ai_token_type: 'output' };
  /** Of the duration, with the error where there is one. */
  readonly duration: OperationLabels & { readonly error_type?: string };
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
  readonly #past = new Map<string, PastCell>();
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

  /** Drops the names that are gone; what they did stays in the counters without them, which must never fall. */
  forget(names: KnownNames): void {
    const past = [...this.#past.values()];
    this.#past.clear();
    for (const cell of past) this.#addToPast(names, cell);
    for (const [key, cell] of this.#cells) {
      const { route, model, operation } = cell;
      const isKnown =
        names.allows('route', route) &&
        names.allows('model', model) &&
        names.allows('gen_ai_request_model', operation.gen_ai_request_model);
      if (isKnown) continue;
      this.#cells.delete(key);
      this.#addToPast(names, cell);
    }
  }

  #addToPast(names: KnownNames, cell: PastCell): void {
    const { status, arm } = cell;
    const stays = (label: 'route' | 'model'): string | undefined => {
      const name = cell[label];
      return name !== undefined && names.allows(label, name) ? name : undefined;
    };
    const [route, model] = [stays('route'), stays('model')];
    const key = JSON.stringify([route, model, status, arm]);
    const past = this.#past.get(key) ?? { route, model, status, arm, ...noSums() };
    past.requests += cell.requests;
    past.uncounted += cell.uncounted;
    past.costUsd += cell.costUsd;
    past.defaultUsd += cell.defaultUsd;
    past.strongestUsd += cell.strongestUsd;
    this.#past.set(key, past);
  }

  readonly read = (collect: Collect): void => {
    for (const arm of LABELS.arm.values) {
      // So that a rate has a beginning: a counter that appears with its first event has no increase.
      collect('trialUsd', 0, { arm });
      for (const status of LABELS.status.values) collect('trialRequests', 0, { arm, status });
    }
    for (const cell of this.#past.values()) readCell(collect, cell);
    for (const cell of this.#cells.values()) readCell(collect, cell);
    collect('saved', this.#saved.default, { baseline: 'default' });
    collect('saved', this.#saved.strongest, { baseline: 'strongest' });
  };
}

function readCell(collect: Collect, cell: PastCell): void {
  const { route, model, status, arm, requests, uncounted, costUsd, defaultUsd, strongestUsd } = cell;
  collect('trialRequests', requests, { arm, status });
  collect('trialUsd', costUsd, { arm });
  if (route !== undefined) {
    collect('baseline', defaultUsd, { route, baseline: 'default' });
    collect('baseline', strongestUsd, { route, baseline: 'strongest' });
  }
  if (model !== undefined && uncounted > 0) collect('uncounted', uncounted, { model });
  if (route !== undefined && model !== undefined) collect('requests', requests, { route, model, status });
}

function noSums(): Sums {
  return { requests: 0, uncounted: 0, costUsd: 0, defaultUsd: 0, strongestUsd: 0 };
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
    ...noSums(),
  };
}
