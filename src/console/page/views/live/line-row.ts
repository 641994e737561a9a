import type { DecisionLine } from '../../../../admin/api/decisions.js';
import { h, svg } from '../../dom.js';
import {
  UNKNOWN,
  formatCode,
  formatMicros,
  formatMillis,
  formatProbability,
  formatUsd,
  formatWhen,
} from '../../format.js';
import { formatHash } from '../../hash-route.js';
import { isFallback } from './summarise-lines.js';

/** A column: its title, the class that gives its width, and what a decision has in it. */
interface Column {
  readonly title: string;
  readonly name: string;
  readonly cell: (line: DecisionLine) => Node | string;
}

const COLUMNS: readonly Column[] = [
  { title: 'Time', name: 'time', cell: timeLink },
  { title: 'Route', name: 'route', cell: ({ route }) => cut(route ?? 'none', route === null ? 'muted' : '') },
  { title: 'Model', name: 'model', cell: ({ model, answeredBy }) => cut(models(model, answeredBy)) },
  { title: 'Reason', name: 'reason', cell: reasonCell },
  { title: 'Margin', name: 'margin num', cell: marginCell },
  { title: 'Decide', name: 'decide num', cell: ({ decideUs }) => formatMicros(decideUs) },
  { title: 'Total', name: 'total num', cell: ({ totalMs }) => formatMillis(totalMs) },
  { title: 'Tokens', name: 'tokens num', cell: tokensCell },
  { title: 'Cost', name: 'cost num', cell: ({ costUsd }) => formatUsd(costUsd) },
  { title: 'Status', name: 'status num', cell: statusCell },
  { title: 'Prompt', name: 'text', cell: ({ text }) => cut(text ?? '', 'muted') },
];

export function lineHeader(): HTMLElement {
  const titles = COLUMNS.map(({ title, name }) => h('th', { class: `c-${name}`, scope: 'col' }, title));
  return h('thead', {}, h('tr', {}, ...titles));
}

/** A click anywhere in the row opens the decision, like the link in its first cell. */
export function lineRow(line: DecisionLine): HTMLTableRowElement {
  const open = (event: Event): void => {
    const isText = (getSelection()?.toString() ?? '') !== '';
    if (!(event.target instanceof HTMLAnchorElement) && !isText) location.hash = hashOf(line);
  };
  const cells = COLUMNS.map(({ name, cell }) => h('td', { class: `c-${name}` }, cell(line)));
  return h('tr', { 'data-id': line.id, click: open }, ...cells);
}

function hashOf({ id }: DecisionLine): string {
  return formatHash('decision', { id });
}

function timeLink(line: DecisionLine): Node {
  const when = h('time', { datetime: new Date(line.at).toISOString() }, formatWhen(line.at, Date.now()));
  return h('a', { href: hashOf(line), 'data-item': true }, when);
}

function models(model: string, answeredBy: string | null): string {
  return answeredBy === null || answeredBy === model ? model : `${model} → ${answeredBy}`;
}

function reasonCell({ reason, escalated }: DecisionLine): Node {
  const words = cut(formatCode(reason), isFallback(reason) ? 'warn' : '');
  return escalated
    ? h('span', { class: 'beside' }, words, h('span', { class: 'warn', title: 'Escalated' }, '↑'))
    : words;
}

function marginCell({ margin }: DecisionLine): Node | string {
  if (margin === null) return UNKNOWN;
  const width = `${Math.max(0, Math.min(1, margin)) * 100}%`;
  const bar = svg(
    'svg',
    { class: 'mini-bar', width: 36, height: 6, 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: '100%', height: 6, rx: 2 }),
    svg('rect', { class: 'fill', width, height: 6, rx: 2 }),
  );
  return h('span', { class: 'beside' }, bar, formatProbability(margin));
}

function tokensCell({ inputTokens, outputTokens }: DecisionLine): string {
  if (inputTokens === null || outputTokens === null) return UNKNOWN;
  return `${inputTokens} → ${outputTokens}`;
}

function statusCell({ status }: DecisionLine): Node | string {
  if (status === null) return UNKNOWN;
  return status < 400 ? String(status) : h('span', { class: 'chip bad' }, status);
}

function cut(words: string, look = ''): HTMLElement {
  return h('span', { class: `one-line ${look}`, title: words }, words);
}
