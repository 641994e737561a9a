import type { DecisionStory } from '../../../../admin/api/decisions.js';
import type { Explanation } from '../../../../lab/explain/explanation.js';
import { h } from '../../dom.js';
import { emptyNotice, errorNotice } from '../../notices.js';
import { panel } from '../../pieces/panel.js';
import type { View, ViewContext } from '../../view.js';
import { buildRequest, type PlaygroundInput } from './build-request.js';
import { explanationPanels } from './explanation-panels.js';
import { askedBefore, rememberAsked, type Asked } from './history.js';
import { EMPTY_INPUT, playgroundForm, type PlaygroundForm } from './playground-form.js';

/** Asks what would be decided for a prompt, without sending it anywhere. */
export const playgroundView: View = {
  name: 'playground',
  title: 'Playground',
  key: 'p',
  show: async (root, context) => {
    const result = h('div', { class: 'stack', 'aria-live': 'polite' });
    const history = h('div');
    const form: PlaygroundForm = playgroundForm(() => void explainInput());

    async function explainInput(): Promise<void> {
      const input = form.read();
      const request = buildRequest(input);
      form.complain(typeof request === 'string' ? request : '');
      if (typeof request === 'string') return;
      form.setBusy(true);
      try {
        const explained = await ask(context, request);
        result.replaceChildren(...explanationPanels(explained));
        showHistory(rememberAsked({ input, route: explained.route, model: explained.model }));
      } catch (error) {
        if (context.signal.aborted) return;
        result.replaceChildren(errorNotice(error, () => void explainInput()));
      } finally {
        form.setBusy(false);
      }
    }

    function showHistory(asked: readonly Asked[]): void {
      const again = (input: PlaygroundInput): void => {
        form.write(input);
        void explainInput();
      };
      history.replaceChildren(...(asked.length === 0 ? [] : [historyPanel(asked, again)]));
    }

    result.append(
      h(
        'div',
        { class: 'panel' },
        emptyNotice('Nothing asked yet', 'Write a prompt; Ctrl+Enter explains it.'),
      ),
    );
    showHistory(askedBefore());
    root.append(
      h('div', { class: 'playground' }, h('div', { class: 'stack' }, form.element, history), result),
    );
    const id = context.params.get('decision');
    if (id === null) return;
    form.write(await inputOf(context, id));
    await explainInput();
  },
};

async function ask({ fetchJson }: ViewContext, request: object): Promise<Explanation> {
  return fetchJson<Explanation>('/explain', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}

/** The messages of a decision that is kept with its text, as a chat. */
async function inputOf({ fetchJson }: ViewContext, id: string): Promise<PlaygroundInput> {
  const { record } = await fetchJson<DecisionStory>(`/decisions/${encodeURIComponent(id)}`);
  const messages = record.prompt.messages ?? [];
  const [only] = messages;
  if (messages.length === 1 && only?.role === 'user') return { ...EMPTY_INPUT, prompt: only.text };
  const body = { model: 'auto', messages: messages.map(({ role, text }) => ({ role, content: text })) };
  return { ...EMPTY_INPUT, mode: 'json', json: JSON.stringify(body, null, 2) };
}

function historyPanel(asked: readonly Asked[], again: (input: PlaygroundInput) => void): HTMLElement {
  const items = asked.map(({ input, route, model }) => {
    const run = (): void => {
      again(input);
    };
    const words = input.mode === 'json' ? input.json : input.prompt;
    return h(
      'li',
      {},
      h(
        'button',
        { class: 'quiet asked', 'data-item': true, click: run },
        h('span', { class: 'one-line' }, words.slice(0, 200)),
        h('span', { class: 'muted small one-line' }, `${route} → ${model}`),
      ),
    );
  });
  return panel('Asked before', 'in this tab', h('ul', { class: 'asked-list' }, ...items));
}
