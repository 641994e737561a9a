import type { DecisionStory } from '../../../../admin/api/decisions.js';
import { h } from '../../dom.js';
import { formatAgo, formatProbability, formatUsd } from '../../format.js';
import { panel } from '../../pieces/panel.js';

/** What people, clients and judges said of the answer. */
export function opinionPanel({ feedback, comparisons }: DecisionStory): HTMLElement {
  const now = Date.now();
  const opinions = feedback.map(({ source, at, score, route, model, tags }) =>
    opinion(source, formatAgo(at, now), [
      score === null ? null : `score ${formatProbability(score)}`,
      route === null ? null : `right route: ${route}`,
      model === null ? null : `right model: ${model}`,
      ...tags,
    ]),
  );
  const compared = comparisons.map(
    ({ kind, at, model, reference, preferred, agreement, score, referenceScore, costUsd }) =>
      opinion(kind, formatAgo(at, now), [
        `${model} ${formatProbability(score)} against ${reference} ${formatProbability(referenceScore)}`,
        agreement === null ? null : `agreement ${formatProbability(agreement)}`,
        preferred === null
          ? null
          : `preferred: ${preferred === 'model' ? model : preferred === 'reference' ? reference : 'neither'}`,
        `cost ${formatUsd(costUsd)}`,
      ]),
  );
  const all = [...opinions, ...compared];
  const content =
    all.length === 0
      ? h('p', { class: 'muted' }, 'Nobody said anything yet.')
      : h('ul', { class: 'opinions' }, ...all);
  return panel('Opinions', null, content);
}

function opinion(source: string, when: string, parts: readonly (string | null)[]): HTMLElement {
  const words = parts.filter((part) => part !== null).join(' · ');
  return h(
    'li',
    {},
    h('span', { class: 'chip' }, source),
    h('span', { class: 'foreign' }, words),
    h('span', { class: 'muted small' }, when),
  );
}
