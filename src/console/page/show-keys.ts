import { h } from './dom.js';
import type { View } from './view.js';

/** Opens the list of keys. */
export function showKeys(views: readonly View[]): void {
  if (document.querySelector('dialog[open]') !== null) return;
  const rows: (readonly [keys: readonly string[], what: string])[] = [
    ...views.map(({ key, title }) => [['g', key], title] as const),
    [['/'], 'Filter, or write'],
    [['j', '↓'], 'Next in the list'],
    [['k', '↑'], 'The one before'],
    [['Enter'], 'Open'],
    [['Esc'], 'Close, or leave a field'],
    [['Ctrl', 'Enter'], 'Run, in the playground'],
    [['?'], 'These keys'],
  ];
  const list = rows.flatMap(([keys, what]) => [
    h('dt', {}, ...keys.map((key) => h('kbd', { class: 'key' }, key))),
    h('dd', {}, what),
  ]);
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'keys-title' },
    h('h2', { id: 'keys-title' }, 'Keys'),
    h('dl', { class: 'facts keys' }, ...list),
    h(
      'form',
      { method: 'dialog', class: 'row dialog-end' },
      h('button', { class: 'primary', autofocus: true }, 'Close'),
    ),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
