import type { ConfigModel, LoadedConfig } from '../../../../admin/api/config.js';
import { h } from '../../dom.js';
import { formatCount, formatProbability, UNKNOWN } from '../../format.js';
import { dataTable } from '../../pieces/data-table.js';
import { panel } from '../../pieces/panel.js';

/** The pool, in its own order. */
export function modelsPanel({ models, default: standard, aliases }: LoadedConfig): HTMLElement {
  const table = dataTable({
    caption: 'Models',
    columns: [
      { title: 'Model' },
      { title: 'Upstream' },
      { title: '$ in, per million', look: 'num' },
      { title: '$ out', look: 'num' },
      { title: 'Quality', look: 'num' },
      { title: 'Context', look: 'num' },
      { title: 'Can' },
    ],
    rows: models.map((model) => [
      modelName(model, standard),
      upstream(model),
      String(model.price.input),
      String(model.price.output),
      formatProbability(model.quality),
      formatCount(model.contextLength),
      model.capabilities === null
        ? UNKNOWN
        : h('span', { class: 'foreign small' }, model.capabilities.join(', ')),
    ]),
  });
  return panel('Models', `also asked for as ${aliases.join(', ')}`, table);
}

function modelName({ name, safetyClasses }: ConfigModel, standard: string): HTMLElement {
  return h(
    'span',
    { class: 'row tight' },
    h('a', { href: `#/live?model=${encodeURIComponent(name)}`, title: 'Its decisions' }, name),
    name === standard ? h('span', { class: 'chip accent' }, 'default') : null,
    ...safetyClasses.map((safety) => h('span', { class: 'chip' }, `safety ${safety}`)),
  );
}

function upstream({ upstreamModel, backends, tls, hasKey }: ConfigModel): HTMLElement {
  const notes = [backends.join(', '), tls ? 'TLS' : null, hasKey ? 'with a key' : null];
  return h(
    'span',
    { class: 'row tight' },
    h('span', { class: 'foreign' }, upstreamModel),
    h('span', { class: 'muted small foreign' }, notes.filter((note) => note !== null).join(' · ')),
  );
}
