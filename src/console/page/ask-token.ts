import { h } from './dom.js';

/** The question that is open; whoever asks meanwhile gets its answer. */
let asking: Promise<string | undefined> | undefined;

/**
 * Asks the reader for the admin token.
 *
 * @param refusal what the server said of the last one
 * @returns `undefined` when the reader would not say
 */
export function askToken(refusal?: string): Promise<string | undefined> {
  asking ??= openDialog(refusal).finally(() => {
    asking = undefined;
  });
  return asking;
}

function openDialog(refusal: string | undefined): Promise<string | undefined> {
  const input = h('input', {
    type: 'password',
    name: 'token',
    autocomplete: 'off',
    required: true,
    ...(refusal === undefined ? {} : { 'aria-describedby': 'token-refusal', 'aria-invalid': 'true' }),
  });
  const cancel = h(
    'button',
    {
      type: 'button',
      click: () => {
        dialog.close();
      },
    },
    'Cancel',
  );
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'token-title' },
    h('h2', { id: 'token-title' }, 'This address wants a token'),
    h(
      'form',
      {
        method: 'dialog',
        class: 'stack',
        submit: () => {
          dialog.returnValue = input.value;
        },
      },
      h('p', { class: 'muted' }, 'The value of DRAGOMAN_ADMIN_TOKEN. It is kept until this tab closes.'),
      h('label', { class: 'field' }, 'Admin token', input),
      refusal === undefined ? null : h('p', { class: 'bad', id: 'token-refusal', role: 'alert' }, refusal),
      h('div', { class: 'row dialog-end' }, cancel, h('button', { class: 'primary' }, 'Continue')),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const token = dialog.returnValue.trim();
      dialog.remove();
      resolve(token === '' ? undefined : token);
    });
  });
}
