import { NO_ROUTE } from '../../lab/evaluate/read-labels.js';
import type { PairedChange, RegistryDiff } from '../../lab/evaluate/registry-diff.js';
import { alignColumns } from '../output/align-columns.js';
import type { Paint } from '../output/paint.js';
import { failureLines } from './failure-lines.js';
import { countsOf, percent, rangeOf, usd } from './figures.js';
import { formatConfusion } from './format-confusion.js';

const [MOST_FLOWS, MOST_CHANGES, MOST_ROUTES] = [15, 15, 20];

/** A diff for people. @param texts whether prompts are shown */
export function formatDiff(
  diff: RegistryDiff,
  { paint, texts }: { readonly paint: Paint; readonly texts: boolean },
): string[] {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint.heading(title), ...lines];
  const { labelled } = diff;
  return [
    ...diffSentences(diff),
    ...section('failed', failureLines(diff.failures)),
    ...section('from route to route', flowTable(diff)),
    ...section('prompts that change', changeTable(diff, texts)),
    ...section('labelled prompts', labelled === null ? [] : accuracyTable(labelled.accuracy)),
    ...section('recall that changes', routeTable(diff)),
    ...section('what was right before, and where it goes now', takenTable(diff, texts)),
    ...section(
      `confusion matrix, before (a row a route, a column what was decided; ${NO_ROUTE}: no route)`,
      labelled === null ? [] : formatConfusion(labelled.oldConfusion),
    ),
    ...section('confusion matrix, after', labelled === null ? [] : formatConfusion(labelled.nextConfusion)),
    ...section(
      'confusion matrix, after less before',
      labelled === null || labelled.difference.cells.length === 0
        ? []
        : formatConfusion(labelled.difference, true),
    ),
  ];
}

/** The diff in a few lines. */
export function diffSentences(diff: RegistryDiff): string[] {
  const { old, next, rows, failed, ignored, changed, changedModel, cost, routesAdded, routesRemoved } = diff;
  const names = (word: string, routes: readonly string[]): string[] =>
    routes.length === 0 ? [] : [`routes ${word}: ${routes.join(', ')}`];
  const leftOut = ignored === 0 ? '' : `, ${ignored} left out for labels that name no route`;
  const grown = `${cost.increase < 0 ? '' : '+'}${percent(cost.increase)} %`;
  return [
    `registry ${old} -> ${next}: ${rows} prompts, ${failed} failed${leftOut}`,
    ...names('added', routesAdded),
    ...names('removed', routesRemoved),
    `${countsOf(changed)} prompts change route (${percent(changed?.value)} %), ${countsOf(changedModel)} change model (${percent(changedModel?.value)} %)`,
    `expected cost of 1,000 prompts: US$ ${usd(cost.old.perThousand)} -> ${usd(cost.next.perThousand)} (${grown})`,
  ];
}

/** `+1.2`, in percentage points. */
export function points(difference: number): string {
  return `${difference > 0 ? '+' : ''}${percent(difference)}`;
}

/** How likely a change of this size is by chance. */
export function chance(p: number): string {
  return p < 0.001 ? '0.001 or less' : p.toFixed(3);
}

function flowTable({ flows }: RegistryDiff): string[] {
  if (flows.length === 0) return [];
  const rows = flows.slice(0, MOST_FLOWS).map(({ from, to, count }) => [from, to, String(count)]);
  return [...alignColumns([['from', 'to', 'prompts'], ...rows]), ...hidden(flows.length - rows.length)];
}

function changeTable({ changes }: RegistryDiff, texts: boolean): string[] {
  if (changes.length === 0) return [];
  const head = ['id', 'route', 'model', 'should be', ...(texts ? ['prompt'] : [])];
  const rows = changes.slice(0, MOST_CHANGES).map((change) => {
    const { id, from, to, fromModel, toModel, label, text } = change;
    const route = from === to ? from : `${from} -> ${to}`;
    const model = fromModel === toModel ? toModel : `${fromModel} -> ${toModel}`;
    return [String(id), route, model, label === null ? '-' : label.join(', '), ...(texts ? [text] : [])];
  });
  return [...alignColumns([head, ...rows]), ...hidden(changes.length - rows.length)];
}

function accuracyTable({ old, next, difference, p, lost, won }: PairedChange): string[] {
  return [
    ...alignColumns([
      ['', 'value, %', '95 %', 'prompts'],
      ['accuracy before', percent(old.value), rangeOf(old, percent), countsOf(old)],
      ['accuracy after', percent(next.value), rangeOf(next, percent), countsOf(next)],
      ['difference', points(difference.value), rangeOf(difference, percent), ''],
    ]),
    `${won} won, ${lost} lost; by chance so uneven with probability ${chance(p)} (McNemar)`,
  ];
}

function routeTable({ labelled }: RegistryDiff): string[] {
  const changed = (labelled?.routes ?? []).filter(({ lost, won }) => lost + won > 0);
  if (changed.length === 0) return [];
  const rows = changed
    .slice(0, MOST_ROUTES)
    .map(({ route, old, next, difference, p }) => [
      ...[route, percent(old.value), percent(next.value), points(difference.value)],
      ...[rangeOf(difference, percent), p.toFixed(3), String(old.of)],
    ]);
  const head = ['route', 'before, %', 'after, %', 'difference', '95 %', 'by chance', 'prompts'];
  return [...alignColumns([head, ...rows]), ...hidden(changed.length - rows.length)];
}

function takenTable({ labelled }: RegistryDiff, texts: boolean): string[] {
  if (labelled === null || labelled.taken.length === 0) return [];
  const rows = labelled.taken
    .slice(0, MOST_FLOWS)
    .map(({ truth, by, count, texts: [text = ''] }) => [truth, by, String(count), ...(texts ? [text] : [])]);
  const head = ['route', 'goes to', 'prompts', ...(texts ? ['such as'] : [])];
  return [...alignColumns([head, ...rows]), ...hidden(labelled.taken.length - rows.length)];
}

function hidden(count: number): string[] {
  return count > 0 ? [`and ${count} more`] : [];
}
