import type { Registry } from '../../config/registry.js';
import { groupBy } from '../group-by.js';
import { mcnemar, pairedDifference } from '../metrics/paired-difference.js';
import { confusionDifference, confusionOf } from './confusion.js';
import { costForecast } from './cost-forecast.js';
import { isRight, placeOf } from './evaluate.js';
import type { Label } from './read-labels.js';
import { NO_ROUTE } from './read-labels.js';
import type {
  ComparedRow,
  CostChange,
  Flow,
  LabelledDiff,
  PairedChange,
  RegistryDiff,
  RouteChange,
  Taken,
} from './registry-diff.js';
import { shareOf, shareWhere } from './share.js';

/** Prompts that are shown of each pair of routes. */
const TEXTS_OF_PAIR = 5;

type LabelledCompared = ComparedRow & { readonly label: Label };

/** Sets what two registries do with the same prompts side by side. */
export function diffRegistries(
  rows: readonly ComparedRow[],
  { old, next }: { readonly old: Registry; readonly next: Registry },
  counts: Pick<RegistryDiff, 'failed' | 'failures' | 'ignored'>,
): RegistryDiff {
  const isMoved = (row: ComparedRow): boolean => row.old.route !== row.next.route;
  const isOther = (row: ComparedRow): boolean => row.old.model !== row.next.model;
  const names = (registry: Registry): string[] => registry.routes.map(({ name }) => name).sort();
  const labelled = rows.filter((row): row is LabelledCompared => row.label !== undefined);
  return {
    old: old.version,
    next: next.version,
    routesAdded: names(next).filter((name) => !names(old).includes(name)),
    routesRemoved: names(old).filter((name) => !names(next).includes(name)),
    rows: rows.length,
    ...counts,
    changed: shareWhere(rows, isMoved),
    changedModel: shareWhere(rows, isOther),
    flows: flowsOf(rows.filter(isMoved)),
    changes: rows
      .filter((row) => isMoved(row) || isOther(row))
      .map((row) => ({
        id: row.next.id,
        text: row.next.text,
        from: row.old.route,
        to: row.next.route,
        fromModel: row.old.model,
        toModel: row.next.model,
        label: row.label?.routes ?? null,
      })),
    cost: costChange(rows),
    labelled: labelled.length === 0 ? null : labelledDiff(labelled),
  };
}

function flowsOf(moved: readonly ComparedRow[]): Flow[] {
  const groups = groupBy(moved, (row) => JSON.stringify([row.old.route, row.next.route]));
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined
        ? []
        : [{ from: first.old.route, to: first.next.route, count: group.length }];
    })
    .sort((a, b) => b.count - a.count);
}

function costChange(rows: readonly ComparedRow[]): CostChange {
  const old = costForecast(rows.map((row) => row.old));
  const next = costForecast(rows.map((row) => row.next));
  return { old, next, increase: old.perThousand === 0 ? 0 : next.perThousand / old.perThousand - 1 };
}

function labelledDiff(rows: readonly LabelledCompared[]): LabelledDiff {
  const confusion = (side: 'old' | 'next'): ReturnType<typeof confusionOf> =>
    confusionOf(
      rows.map((row) => placeOf({ answer: row[side], label: row.label })),
      NO_ROUTE,
    );
  const oldConfusion = confusion('old');
  const nextConfusion = confusion('next');
  const byRoute = groupBy(rows, ({ label }) => label.routes[0] ?? NO_ROUTE);
  const routes = [...byRoute].flatMap(([route, group]): RouteChange[] => {
    const change = pairedChange(group);
    return change === undefined ? [] : [{ route, ...change }];
  });
  const accuracy = pairedChange(rows);
  if (accuracy === undefined) throw new Error('a labelled diff needs a labelled row');
  return {
    rows: rows.length,
    accuracy,
    routes: routes.sort((a, b) => a.difference.value - b.difference.value || (a.route < b.route ? -1 : 1)),
    oldConfusion,
    nextConfusion,
    difference: confusionDifference(oldConfusion, nextConfusion, NO_ROUTE),
    taken: takenOf(rows),
  };
}

function pairedChange(rows: readonly LabelledCompared[]): PairedChange | undefined {
  const counts = { both: 0, lost: 0, won: 0, neither: 0 };
  for (const { old, next, label } of rows) {
    const before = isRight({ answer: old, label });
    const now = isRight({ answer: next, label });
    if (before) counts[now ? 'both' : 'lost'] += 1;
    else counts[now ? 'won' : 'neither'] += 1;
  }
  const old = shareOf(counts.both + counts.lost, rows.length);
  const next = shareOf(counts.both + counts.won, rows.length);
  const difference = pairedDifference(counts);
  if (old === null || next === null || difference === undefined) return undefined;
  return { old, next, difference, p: mcnemar(counts), lost: counts.lost, won: counts.won };
}

function takenOf(rows: readonly LabelledCompared[]): Taken[] {
  const lost = rows.filter(
    ({ old, next, label }) => isRight({ answer: old, label }) && !isRight({ answer: next, label }),
  );
  return [...groupBy(lost, ({ old, next }) => JSON.stringify([old.route, next.route])).values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const texts = group.slice(0, TEXTS_OF_PAIR).map(({ next }) => next.text);
      return [{ truth: first.old.route, by: first.next.route, count: group.length, texts }];
    })
    .sort((a, b) => b.count - a.count);
}
