import type { ConfigView } from '../../../../admin/api/config.js';
import type { DecisionStory } from '../../../../admin/api/decisions.js';
import { h } from '../../dom.js';
import { formatHash } from '../../hash-route.js';
import type { View, ViewContext } from '../../view.js';
import { barsOf, NO_BARS } from './bars.js';
import { storyPanels } from './story-panels.js';

/** The whole story of one decision. */
export const decisionView: View = {
  name: 'decision',
  title: 'Decision',
  key: 'd',
  show: async (root, context) => {
    const id = context.params.get('id');
    if (id === null) {
      root.append(idForm());
      return;
    }
    // The way back is there while the story loads.
    const actions = h('div', { class: 'actions' }, backLink());
    root.append(actions);
    const path = `/decisions/${encodeURIComponent(id)}`;
    const [story, config] = await Promise.all([context.fetchJson<DecisionStory>(path), configOf(context)]);
    const bars = config === undefined ? NO_BARS : barsOf(config, story.record);
    actions.prepend(...linksOf(story));
    root.append(...storyPanels(story, bars));
  },
};

/** The story is told without the registry's bars, if need be. */
async function configOf({ fetchJson }: ViewContext): Promise<ConfigView | undefined> {
  return fetchJson<ConfigView>('/config').catch(() => undefined);
}

function linksOf({ record, traceUrl }: DecisionStory): readonly HTMLElement[] {
  const text = record.prompt.messages?.findLast(({ role }) => role === 'user')?.text;
  const trace = { class: 'button', href: traceUrl, target: '_blank', rel: 'noreferrer' };
  const again = { class: 'button', href: formatHash('playground', { decision: record.id }) };
  return [
    ...(traceUrl === null ? [] : [h('a', trace, 'Trace ↗')]),
    ...(text === undefined ? [] : [h('a', again, 'Try it again')]),
  ];
}

function backLink(): HTMLElement {
  const back = (event: Event): void => {
    if ((history.state as { readonly isFirst?: boolean } | null)?.isFirst !== false) return;
    event.preventDefault();
    history.back();
  };
  return h('a', { class: 'button', href: formatHash('live'), 'data-close': true, click: back }, '‹ Back');
}

function idForm(): HTMLElement {
  const input = h('input', {
    ...{ name: 'id', required: true, 'data-filter': true, autocomplete: 'off', spellcheck: 'false' },
    ...{ placeholder: 'such as 9cdb2014-d963-40aa-a439-3c70ff6fcf4c', class: 'wide mono' },
  });
  const open = (event: Event): void => {
    event.preventDefault();
    location.hash = formatHash('decision', { id: input.value.trim() });
  };
  return h(
    'form',
    { class: 'panel stack', submit: open },
    h(
      'p',
      {},
      'Every answer carries the id of its decision in the header ',
      h('code', { class: 'mono' }, 'x-dragoman-decision'),
      '.',
    ),
    h(
      'div',
      { class: 'row' },
      h('label', { class: 'inline' }, 'Id of the decision', input),
      h('button', { class: 'primary' }, 'Open'),
    ),
  );
}
