import type { DecisionStory } from '../../../../admin/api/decisions.js';
import type { StoredRecord } from '../../../../record/stored-record.js';
import { h } from '../../dom.js';
import { formatCode, formatMicros } from '../../format.js';
import { candidateTable } from '../../pieces/candidate-table.js';
import { copyable } from '../../pieces/copy-button.js';
import { layerTable } from '../../pieces/layer-table.js';
import { modelTable } from '../../pieces/model-table.js';
import { factList, panel } from '../../pieces/panel.js';
import { signalTable } from '../../pieces/signal-table.js';
import type { Bars } from './bars.js';
import { experimentPanel } from './experiment-panel.js';
import { judgeStory } from './judge-story.js';
import { opinionPanel } from './opinion-panel.js';
import { outcomePanel } from './outcome-panel.js';
import { promptPanel } from './prompt-panel.js';
import { storyStrip } from './story-strip.js';
import { verdictPanel } from './verdict-panel.js';

/** The parts of the page, most telling first. */
export function storyPanels(story: DecisionStory, bars: Bars): readonly HTMLElement[] {
  const { record } = story;
  return [
    verdictPanel(judgeStory(story, bars)),
    storyStrip(record),
    columns(
      stack(decisionPanel(story), outcomePanel(record), experimentPanel(record)),
      stack(candidatePanel(record, bars), modelPanel(record), opinionPanel(story), signalPanel(record)),
    ),
    promptPanel(record),
    idPanel(record),
  ];
}

function columns(...panels: readonly HTMLElement[]): HTMLElement {
  return h('div', { class: 'columns' }, ...panels);
}

function stack(...panels: readonly HTMLElement[]): HTMLElement {
  return h('div', { class: 'stack' }, ...panels);
}

function decisionPanel({ record, meaning }: DecisionStory): HTMLElement {
  const layers = Object.entries(record.layers).map(([name, microseconds]) => ({ name, microseconds }));
  return panel(
    'How it was decided',
    formatMicros(record.decideUs),
    h(
      'p',
      { class: 'lead' },
      h('strong', {}, formatCode(record.reason)),
      ' ',
      h('span', { class: 'muted' }, meaning),
    ),
    layers.length === 0
      ? h('p', { class: 'muted' }, 'No layer had to run.')
      : layerTable(layers, record.decideUs, record.layer),
  );
}

function candidatePanel(record: StoredRecord, bars: Bars): HTMLElement {
  const candidates = record.candidates.map(({ route, probability }) => ({
    ...{ route, probability },
    bar: bars.routes.get(route) ?? null,
  }));
  const { outOfScope, margin } = record;
  const hasCompared = candidates.length > 0;
  return panel(
    'Routes',
    bars.areOfAnother && hasCompared ? 'bars of the registry now in service, which is another' : null,
    candidateTable({ candidates, outOfScope, margin, marginBar: bars.margin }),
  );
}

function modelPanel({ outlook, model, routedModel, outcome, fallback, cascade }: StoredRecord): HTMLElement {
  const rows = Object.entries(outlook).map(([name, { quality, costUsd }]) => ({
    ...{ model: name, quality, costUsd, isChosen: name === model, limit: null },
    marks: [
      ...(name === routedModel && name !== model ? ['router’s choice'] : []),
      ...(name === outcome?.model ? ['answered'] : []),
      ...(name === fallback ? ['fallback'] : []),
      ...(cascade?.tiers.includes(name) === true ? [`tier ${cascade.tiers.indexOf(name) + 1}`] : []),
    ],
  }));
  rows.sort((a, b) => a.costUsd - b.costUsd);
  return panel('Models', 'what was expected of each, before', modelTable(rows));
}

function signalPanel({ signals }: StoredRecord): HTMLElement {
  const rows = Object.entries(signals).map(([name, signal]) => ({ name, ...signal }));
  return panel('Signals', null, signalTable(rows));
}

function idPanel(record: StoredRecord): HTMLElement {
  const { id, requestId, traceparent, conversation, registry, bundle, tenant } = record;
  const copy = (text: string | null, what: string): Node | null =>
    text === null || text === '' ? null : copyable(text, what);
  return panel(
    'Ids',
    null,
    factList({
      Decision: copy(id, 'decision’s id'),
      Request: copy(requestId, 'request’s id'),
      Trace: copy(traceparent.split('-')[1] ?? '', 'trace’s id'),
      Conversation: copy(conversation, 'conversation’s hash'),
      Tenant: tenant === null ? null : h('span', { class: 'foreign' }, tenant),
      Registry: copy(registry, 'registry’s version'),
      Bundle: copy(bundle, 'bundle’s version'),
    }),
  );
}
