import { h } from '../dom.js';
import { copyable } from '../pieces/copy-button.js';

export interface ClusterOfTraffic {
  readonly name: string;
  readonly requests: number;
  readonly words: readonly string[];
  readonly examples: readonly string[];
  /** A Route to paste, in YAML. */
  readonly document: string;
}

const MOST_EXAMPLES = 4;

/** A kind of requests that no route covers: what it is about, and the Route that would cover it, ready to copy. */
export function clusterCard({ name, requests, words, examples, document }: ClusterOfTraffic): HTMLElement {
  return h(
    'article',
    { class: 'panel cluster', 'data-cluster': name },
    h('h2', {}, h('span', { class: 'foreign' }, name), h('small', {}, `${requests} requests`)),
    h('p', { class: 'row' }, ...words.map((word) => h('span', { class: 'chip foreign' }, word))),
    h(
      'ul',
      { class: 'cluster-examples' },
      ...examples.slice(0, MOST_EXAMPLES).map((example) => h('li', { class: 'foreign' }, example)),
    ),
    h('details', {}, h('summary', {}, 'A Route for it'), copyable(document, 'Route')),
  );
}
