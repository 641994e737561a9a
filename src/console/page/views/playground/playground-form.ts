import type { Endpoint } from '../../../../request/request-view.js';
import { h } from '../../dom.js';
import { bodyOf, ENDPOINT_PATHS, type PlaygroundInput } from './build-request.js';

export interface PlaygroundForm {
  readonly element: HTMLElement;
  readonly read: () => PlaygroundInput;
  readonly write: (input: PlaygroundInput) => void;
  /** Says what is wrong with the input; empty for nothing. */
  readonly complain: (problem: string) => void;
  readonly setBusy: (isBusy: boolean) => void;
}

export const EMPTY_INPUT: PlaygroundInput = {
  ...{ mode: 'prompt', endpoint: 'chat-completions' },
  ...{ system: '', prompt: '', withTool: false, json: '' },
};

/** @param run called by the button and by Ctrl+Enter in any field */
export function playgroundForm(run: () => void): PlaygroundForm {
  const fields = formFields();
  const { mode, endpoint, system, prompt, tool, json } = fields;
  const parts = { prompt: promptPart(fields), json: labelled('Body of the request, as JSON', json) };
  const problem = h('p', { class: 'bad', role: 'alert' });
  const button = h('button', { class: 'primary' }, 'Explain', h('kbd', { 'aria-hidden': 'true' }, 'Ctrl ↵'));
  const read = (): PlaygroundInput => ({
    ...{ mode: mode.checked ? 'json' : 'prompt', endpoint: endpoint.value as Endpoint },
    ...{ system: system.value, prompt: prompt.value, withTool: tool.checked, json: json.value },
  });
  const showMode = (): void => {
    parts.prompt.hidden = mode.checked;
    parts.json.hidden = !mode.checked;
  };
  mode.addEventListener('change', () => {
    if (mode.checked && json.value === '') json.value = JSON.stringify(bodyOf(read()), null, 2);
    showMode();
  });
  showMode();
  const element = h(
    'form',
    { class: 'panel stack playground-form', 'aria-label': 'Request' },
    parts.prompt,
    parts.json,
    h(
      'div',
      { class: 'row' },
      h('label', { class: 'inline' }, 'Endpoint', endpoint),
      checkbox('Raw JSON', mode),
    ),
    problem,
    h(
      'div',
      { class: 'row' },
      button,
      h('span', { class: 'muted small' }, 'Nothing is sent to a model, and nothing is kept.'),
    ),
  );
  listen(element, run);
  return {
    element,
    read,
    write: (input) => {
      mode.checked = input.mode === 'json';
      endpoint.value = input.endpoint;
      [system.value, prompt.value, json.value] = [input.system, input.prompt, input.json];
      tool.checked = input.withTool;
      showMode();
    },
    complain: (text) => {
      problem.textContent = text;
    },
    setBusy: (isBusy) => {
      button.disabled = isBusy;
    },
  };
}

interface FormFields {
  readonly mode: HTMLInputElement;
  readonly endpoint: HTMLSelectElement;
  readonly system: HTMLTextAreaElement;
  readonly prompt: HTMLTextAreaElement;
  readonly tool: HTMLInputElement;
  readonly json: HTMLTextAreaElement;
}

function promptPart({ prompt, system, tool }: FormFields): HTMLElement {
  const more = h(
    'details',
    {},
    h('summary', {}, 'System prompt and tools'),
    labelled('System prompt', system),
    checkbox('The request brings a tool', tool),
  );
  return h('div', { class: 'stack' }, labelled('Prompt', prompt), more);
}

function formFields(): FormFields {
  const options = Object.entries(ENDPOINT_PATHS).map(([name, path]) => h('option', { value: name }, path));
  return {
    mode: h('input', { type: 'checkbox', name: 'raw' }),
    endpoint: h('select', { name: 'endpoint' }, ...options),
    system: h('textarea', { name: 'system', rows: 2 }),
    prompt: h('textarea', {
      name: 'prompt',
      rows: 7,
      'data-filter': true,
      placeholder: 'What would a user write?',
    }),
    tool: h('input', { type: 'checkbox', name: 'tool' }),
    json: h('textarea', { name: 'json', rows: 14, class: 'mono', spellcheck: 'false' }),
  };
}

function labelled(title: string, field: HTMLElement): HTMLElement {
  return h('label', { class: 'field' }, title, field);
}

function checkbox(title: string, field: HTMLElement): HTMLElement {
  return h('label', { class: 'check' }, field, title);
}

function listen(form: HTMLElement, run: () => void): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
}
