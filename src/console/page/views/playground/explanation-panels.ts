import type { Explanation } from '../../../../lab/explain/explanation.js';
import { h } from '../../dom.js';
import { formatCode, formatMicros, formatProbability, formatUsd } from '../../format.js';
import { candidateTable } from '../../pieces/candidate-table.js';
import { layerTable } from '../../pieces/layer-table.js';
import { modelTable } from '../../pieces/model-table.js';
import { panel } from '../../pieces/panel.js';
import { signalTable } from '../../pieces/signal-table.js';

/** What would happen to a request, and why. */
export function explanationPanels(explained: Explanation): readonly HTMLElement[] {
  return [answer(explained), layers(explained), routes(explained), models(explained), signals(explained)];
}

function answer({ route, model, reason, meaning, margin, models: all }: Explanation): HTMLElement {
  const cost = all.find(({ chosen }) => chosen)?.cost ?? null;
  const facts = [
    formatCode(reason),
    margin === null ? null : `lead ${formatProbability(margin)}`,
    cost === null ? null : `about ${formatUsd(cost)}`,
  ];
  return h(
    'section',
    { class: 'panel answer', 'aria-label': 'Decision' },
    h(
      'p',
      { class: 'answer-head' },
      h('span', { class: 'foreign' }, route),
      ' → ',
      h('strong', { class: 'foreign' }, model),
    ),
    h('p', {}, meaning),
    h('p', { class: 'muted' }, facts.filter((fact) => fact !== null).join(' · ')),
  );
}

function layers({ layers: all, decidedBy }: Explanation): HTMLElement {
  const rows = all.map(({ name, microseconds, found, served }) => ({
    name,
    microseconds,
    found,
    isExtra: !served,
  }));
  const spent = all.reduce((sum, { microseconds }) => sum + microseconds, 0);
  return panel('Layers', `${formatMicros(spent)} in all`, layerTable(rows, null, decidedBy));
}

function routes({ candidates, outOfScope, margin, marginBar }: Explanation): HTMLElement {
  return panel('Routes', null, candidateTable({ candidates, outOfScope, margin, marginBar }));
}

function models({ models: all }: Explanation): HTMLElement {
  const rows = all.map(({ model, quality, cost, chosen, limit }) => ({
    ...{ model, quality, costUsd: cost, isChosen: chosen, marks: [] },
    limit: limit === null ? null : formatCode(limit),
  }));
  return panel('Models', 'what each would cost', modelTable(rows));
}

function signals({ signals: measured }: Explanation): HTMLElement {
  const rows = Object.entries(measured).map(([name, { label, scores }]) => ({
    ...{ name, label },
    probability: scores[label] ?? 0,
  }));
  return panel('Signals', null, signalTable(rows));
}
