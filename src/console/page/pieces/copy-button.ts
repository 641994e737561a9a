import { h } from '../dom.js';

const SHOWN_MS = 1200;

/** A text with a button that copies it. */
export function copyable(text: string, what: string): HTMLElement {
  const words = h('code', { class: 'mono foreign' }, text);
  const button = h('button', { class: 'quiet copy', 'aria-label': `Copy the ${what}` }, 'Copy');
  button.addEventListener('click', () => {
    void copy(text, words).then((done) => {
      button.textContent = done ? 'Copied' : 'Press Ctrl+C';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, SHOWN_MS);
    });
  });
  return h('span', { class: 'copyable' }, words, button);
}

/** Over plain HTTP from elsewhere a page may not write the clipboard; then the text is selected at least. */
async function copy(text: string, words: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(words);
    return false;
  }
}
