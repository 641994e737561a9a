import { quote } from '../../config/problem.js';
import { didYouMean } from '../../config/suggest.js';
import type { JsonLine, JsonObject } from '../read-jsonl.js';
import { routeOfLabel } from '../route-of-label.js';

/** The class of prompts that no route is to decide; no route may have this name. */
export const NO_ROUTE = 'none';

/** Where a prompt should go. */
export interface Label {
  /** Any of these routes is right; {@link NO_ROUTE} alone for a prompt out of scope; never empty. */
  readonly routes: readonly string[];
  /** Pool name of the model that should answer; `undefined` when the row does not say. */
  readonly model: string | undefined;
}

export interface LabelledRow {
  readonly row: JsonLine;
  /** `undefined` for a row that is not labelled, or whose line is no JSON object. */
  readonly label: Label | undefined;
}

/** A row that cannot be used. */
export interface LabelFault {
  readonly line: number;
  readonly message: string;
}

export interface LabelledRows {
  readonly rows: readonly LabelledRow[];
  readonly faults: readonly LabelFault[];
  /** Rows left out because their label names no route. */
  readonly ignored: number;
}

/** What labels are checked against. */
export interface LabelScope {
  readonly routes: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  /** Whether every row must be labelled. */
  readonly required: boolean;
  /** Whether rows whose label names no route, or no model, are left out instead of told. */
  readonly ignoresUnknown: boolean;
}

/**
 * Reads `label` (a route; `oos` or null for out of scope), `labels` (several routes, each of them right) and `model` of each
 * row. Tells every row at fault. Rows that are no JSON objects are kept: they count as failed.
 */
export function readLabels(lines: readonly JsonLine[], scope: LabelScope): LabelledRows {
  const rows: LabelledRow[] = [];
  const faults: LabelFault[] = [];
  let ignored = 0;
  for (const row of lines) {
    const read = row.ok ? readLabel(row.value, scope) : { label: undefined };
    if ('label' in read) rows.push({ row, label: read.label });
    else if (read.isUnknown && scope.ignoresUnknown) ignored += 1;
    else faults.push({ line: row.line, message: read.message });
  }
  return { rows, faults, ignored };
}

interface BadLabel {
  readonly message: string;
  /** Whether it is a name of nothing, and not a value of another kind. */
  readonly isUnknown: boolean;
}

function readLabel(row: JsonObject, scope: LabelScope): { readonly label: Label | undefined } | BadLabel {
  const { label, labels, model } = row;
  if (label === undefined && labels === undefined) {
    if (!scope.required) return { label: undefined };
    return bad('has neither label nor labels; give the route it belongs to, or null for none');
  }
  if (label !== undefined && labels !== undefined) return bad('has both label and labels; give one of them');
  const given: readonly unknown[] = Array.isArray(labels) ? labels : [labels ?? label];
  const routes: string[] = [];
  for (const value of given) {
    if (value !== null && typeof value !== 'string') {
      return bad(`label is ${JSON.stringify(value)}, must be a route's name`);
    }
    const route = routeOfLabel(value, scope.routes);
    if (route === undefined)
      return unknown(`label ${quote(value)} names no route`, String(value), scope.routes);
    routes.push(route ?? NO_ROUTE);
  }
  if (model !== undefined && typeof model !== 'string') {
    return bad(`model is ${JSON.stringify(model)}, must be a model's name`);
  }
  if (model !== undefined && !scope.models.has(model)) {
    return unknown(`model ${quote(model)} is not in the pool`, model, scope.models);
  }
  return { label: { routes: routes.length === 0 ? [NO_ROUTE] : routes, model } };
}

function bad(message: string): BadLabel {
  return { message, isUnknown: false };
}

function unknown(message: string, name: string, known: ReadonlySet<string>): BadLabel {
  return { message: `${message}${didYouMean(name, known)}`, isUnknown: true };
}
