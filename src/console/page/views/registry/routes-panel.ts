import type { ConfigRoute, ConfigTarget } from '../../../../admin/api/config.js';
import { h } from '../../dom.js';
import { formatCount, formatProbability } from '../../format.js';
import { dataTable } from '../../pieces/data-table.js';
import { panel } from '../../pieces/panel.js';

/** The routes by priority, and what answers each. */
export function routesPanel(routes: readonly ConfigRoute[]): HTMLElement {
  const table = dataTable({
    caption: 'Routes',
    columns: [
      { title: 'Route' },
      { title: 'Answered by' },
      { title: 'Rules' },
      { title: 'Examples', look: 'num' },
      { title: 'Near misses', look: 'num' },
      { title: 'Bar', look: 'num' },
      { title: 'Priority', look: 'num' },
      { title: 'Fallback' },
    ],
    rows: routes.map((route) => [
      routeName(route),
      targetWords(route.target),
      route.matches.length === 0
        ? ''
        : h('span', { class: 'foreign small' }, route.matches.map((rule) => rule.join(' + ')).join('; ')),
      formatCount(route.examples),
      formatCount(route.counterExamples),
      barOf(route),
      String(route.priority),
      h('span', { class: 'foreign' }, route.fallback ?? ''),
    ]),
  });
  return panel('Routes', String(routes.length), table);
}

function routeName({ name, description, safetyClass }: ConfigRoute): HTMLElement {
  const safety = safetyClass === null ? null : h('span', { class: 'chip warn' }, `safety ${safetyClass}`);
  return h(
    'span',
    { class: 'row tight' },
    h('a', { href: `#/live?route=${encodeURIComponent(name)}`, title: 'Its decisions' }, name),
    safety,
    description === '' ? null : h('span', { class: 'muted small foreign description' }, description),
  );
}

function targetWords(target: ConfigTarget): HTMLElement {
  switch (target.kind) {
    case 'model':
      return h('span', { class: 'foreign' }, target.model);
    case 'cascade': {
      const bar = h('span', { class: 'chip' }, `gate ${formatProbability(target.bar)}`);
      return h('span', { class: 'row tight' }, target.tiers.join(' > '), bar);
    }
    case 'objective': {
      const bar = h('span', { class: 'chip' }, `cheapest of ${formatProbability(target.quality)}`);
      return h('span', { class: 'row tight' }, target.models.join(', '), bar);
    }
  }
}

function barOf({ bar, threshold }: ConfigRoute): HTMLElement {
  const how = threshold === null ? 'fitted' : 'declared';
  return h('span', { title: how, class: threshold === null ? null : 'declared' }, formatProbability(bar));
}
