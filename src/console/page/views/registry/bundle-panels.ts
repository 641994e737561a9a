import type { ConfigBundle } from '../../../../admin/api/config.js';
import type { BundleLine, BundleMove, BundlesView } from '../../../../admin/api/bundles.js';
import { h } from '../../dom.js';
import { formatAgo } from '../../format.js';
import { dataTable } from '../../pieces/data-table.js';
import { panel } from '../../pieces/panel.js';

/** The trained heads in service, those that could be, and what was done with them. */
export function bundlePanels(view: BundlesView, serving: ConfigBundle | null): readonly HTMLElement[] {
  const title = 'Bundles of trained heads';
  if (!view.isOn) {
    const words = 'No folder of bundles is looked after; the heads are fitted when the registry loads.';
    return [panel(title, null, h('p', { class: 'muted' }, words), unusedParts(serving))];
  }
  if (view.versions.length === 0)
    return [panel(title, null, h('p', { class: 'muted' }, 'The folder is empty.'))];
  const versions = panel(title, null, versionTable(view), unusedParts(serving));
  return view.history.length === 0
    ? [versions]
    : [versions, panel('What was done', null, moves(view.history))];
}

function versionTable({ versions, active, candidate }: BundlesView): HTMLElement {
  const now = Date.now();
  return dataTable({
    caption: 'Versions, newest first',
    columns: [{ title: 'Version' }, { title: 'Trained' }, { title: 'Brings' }, { title: 'Measured' }],
    rows: versions.map((line) => [
      versionName(line.version, active, candidate),
      formatAgo(Date.parse(line.trainedAt), now),
      line.parts.join(', '),
      metricWords(line),
    ]),
  });
}

function versionName(version: string, active: string | null, candidate: string | null): HTMLElement {
  return h(
    'span',
    { class: 'row tight' },
    h('span', { class: 'mono foreign' }, version),
    version === active ? h('span', { class: 'chip good' }, 'in service') : null,
    version === candidate ? h('span', { class: 'chip accent' }, 'candidate') : null,
  );
}

function metricWords({ metrics }: BundleLine): HTMLElement {
  const words = Object.entries(metrics).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  return h('span', { class: 'foreign small' }, words.join(', '));
}

function unusedParts(serving: ConfigBundle | null): HTMLElement | null {
  if (serving === null || serving.unused.length === 0) return null;
  const items = serving.unused.map((line) => h('li', { class: 'foreign' }, line));
  return h('div', { class: 'below' }, h('h3', {}, 'Parts that do not serve'), h('ul', {}, ...items));
}

function moves(history: readonly BundleMove[]): HTMLElement {
  const now = Date.now();
  const items = history.map(({ at, action, version, by, reason }) =>
    h(
      'li',
      {},
      h('span', { class: 'chip' }, action),
      h('span', { class: 'foreign' }, `${version ?? 'none'}, by ${by}: ${reason}`),
      h('span', { class: 'muted small' }, formatAgo(Date.parse(at), now)),
    ),
  );
  return h('ul', { class: 'opinions' }, ...items);
}
