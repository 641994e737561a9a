import type { DecisionLine } from '../../../../admin/api/decisions.js';
import { h } from '../../dom.js';
import { hasFilters, NO_FILTERS, type LiveFilters } from './filters.js';

/** The fields that narrow the list. */
export interface FilterBar {
  readonly element: HTMLElement;
  /** Offers what these decisions have. */
  readonly offer: (lines: readonly DecisionLine[]) => void;
  /** Shows these conditions in the fields. */
  readonly set: (filters: LiveFilters) => void;
}

const FIELDS = ['route', 'model', 'reason'] as const;

const TITLES = { route: 'Route', model: 'Model', reason: 'Reason' } as const;

/** @param apply called when the reader has chosen: at once for a word that is known or none, else when he leaves the field */
export function filterBar(filters: LiveFilters, apply: (filters: LiveFilters) => void): FilterBar {
  const known = { route: new Set<string>(), model: new Set<string>(), reason: new Set<string>() };
  const lists = { route: offers('route'), model: offers('model'), reason: offers('reason') };
  const input = (name: (typeof FIELDS)[number]): HTMLInputElement =>
    h('input', {
      ...{ type: 'search', name, list: `known-${name}`, placeholder: 'any', autocomplete: 'off' },
      ...{ spellcheck: 'false', 'data-filter': true, change: send },
      input: () => {
        const value = inputs[name].value;
        if (value === '' || known[name].has(value)) send();
      },
    });
  const inputs = { route: input('route'), model: input('model'), reason: input('reason') };
  const margin = h('input', {
    ...{ type: 'number', name: 'marginBelow', min: 0, max: 1, step: 0.05, placeholder: 'any', input: send },
  });
  const clear = h('button', { type: 'button', class: 'quiet', click: reset }, 'Clear');
  let current = filters;

  function send(): void {
    const value = (field: HTMLInputElement): string => field.value.trim();
    const next = {
      route: value(inputs.route),
      model: value(inputs.model),
      reason: value(inputs.reason),
      marginBelow: value(margin),
    };
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    set(next);
    apply(next);
  }

  function reset(): void {
    set(NO_FILTERS);
    apply(NO_FILTERS);
  }

  function set(next: LiveFilters): void {
    current = next;
    for (const name of FIELDS) inputs[name].value = next[name];
    if (margin.value !== next.marginBelow) margin.value = next.marginBelow;
    clear.hidden = !hasFilters(next);
  }

  set(filters);
  const labels = FIELDS.map((name) =>
    h('label', { class: 'inline' }, TITLES[name], inputs[name], lists[name]),
  );
  const marginLabel = h('label', { class: 'inline narrow' }, 'Margin below', margin);
  return {
    element: searchForm(send, ...labels, marginLabel, clear),
    offer: (lines) => {
      for (const line of lines) {
        for (const name of FIELDS) learn(known[name], lists[name], line[name]);
      }
    },
    set,
  };
}

function searchForm(send: () => void, ...content: readonly HTMLElement[]): HTMLElement {
  const submit = (event: Event): void => {
    event.preventDefault();
    send();
  };
  return h(
    'form',
    { class: 'row filters', role: 'search', 'aria-label': 'Filter the decisions', submit },
    ...content,
  );
}

function offers(name: string): HTMLElement {
  return h('datalist', { id: `known-${name}` });
}

function learn(known: Set<string>, list: HTMLElement, word: string | null): void {
  if (word === null || known.has(word)) return;
  known.add(word);
  list.append(h('option', { value: word }));
}
