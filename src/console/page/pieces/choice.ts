import { h } from '../dom.js';

/** A row of names of which one is chosen. @param name what is chosen, unique on the page */
export function choice<T extends string>(
  name: string,
  options: readonly (readonly [value: T, title: string])[],
  chosen: T,
  onPick: (value: T) => void,
): HTMLElement {
  const labels = options.map(([value, title]) => {
    const change = (): void => {
      onPick(value);
    };
    const radio = h('input', { type: 'radio', name, value, checked: value === chosen, change });
    return h('label', {}, radio, h('span', {}, title));
  });
  return h('div', { class: 'switch', role: 'radiogroup', 'aria-label': name }, ...labels);
}
