import { keyReader, type KeyCommand } from './key-commands.js';

export interface KeyHandlers {
  /** @param key the letter after `g` */
  readonly go: (key: string) => void;
  readonly showKeys: () => void;
}

/**
 * Hears keys everywhere on the page. Views take part by attributes: `data-item` on what j and k step through, `data-filter` on
 * the field that `/` goes to, `data-close` on what Esc presses.
 */
export function listenToKeys(main: HTMLElement, handlers: KeyHandlers): void {
  const read = keyReader();
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    const command = read(
      {
        key: event.key,
        hasModifier: event.ctrlKey || event.altKey || event.metaKey,
        isTyping: isField(event.target),
      },
      event.timeStamp,
    );
    if (command !== undefined && carryOut(command, main, handlers)) event.preventDefault();
  });
}

/** @returns whether the key was used */
function carryOut(command: KeyCommand, main: HTMLElement, handlers: KeyHandlers): boolean {
  switch (command.kind) {
    case 'go':
      handlers.go(command.key);
      return true;
    case 'keys':
      handlers.showKeys();
      return true;
    case 'move':
      return moveFocus(main, command.by);
    case 'filter':
      return focusOn(main.querySelector<HTMLElement>('[data-filter]'));
    case 'close':
      return close(main);
  }
}

function moveFocus(main: HTMLElement, by: 1 | -1): boolean {
  const items = [...main.querySelectorAll<HTMLElement>('[data-item]')];
  const current = items.findIndex((item) => item === document.activeElement);
  const first = by > 0 ? 0 : items.length - 1;
  const next = items[current === -1 ? first : Math.max(0, Math.min(items.length - 1, current + by))];
  next?.scrollIntoView({ block: 'nearest' });
  return focusOn(next ?? null);
}

function focusOn(element: HTMLElement | null): boolean {
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
  return element !== null;
}

function close(main: HTMLElement): boolean {
  const active = document.activeElement;
  if (active instanceof HTMLElement && isField(active)) {
    active.blur();
    return true;
  }
  const button = main.querySelector<HTMLElement>('[data-close]');
  button?.click();
  return button !== null;
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type))
  );
}
