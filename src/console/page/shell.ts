import { h } from './dom.js';
import { formatHash } from './hash-route.js';
import { choice } from './pieces/choice.js';
import { keptTheme, THEMES, useTheme, type Theme } from './theme.js';
import type { View } from './view.js';

/** What stays while views come and go. */
export interface Shell {
  readonly main: HTMLElement;
  /** Marks the view's link, in the navigation and for those who listen to the page. */
  readonly mark: (view: View | undefined) => void;
}

/** Fills the page's header with the navigation, and adds an empty place for views. */
export function buildShell(body: HTMLElement, views: readonly View[], showKeys: () => void): Shell {
  const main = h('main', { id: 'main', tabindex: -1 });
  const links = views.map(({ name, title, key }) => {
    const hint = h('kbd', { 'aria-hidden': 'true' }, `g ${key}`);
    return h(
      'a',
      { href: formatHash(name), 'data-view': name, 'aria-keyshortcuts': `g ${key}` },
      title,
      hint,
    );
  });
  const list = h('ul', {}, ...links.map((link) => h('li', {}, link)));
  const keys = h('kbd', { 'aria-hidden': 'true' }, '?');
  body
    .querySelector('header')
    ?.append(
      h('nav', { class: 'nav', 'aria-label': 'Views' }, list),
      h(
        'div',
        { class: 'side-end' },
        h('button', { class: 'quiet', click: showKeys }, 'Keys', keys),
        themeSwitch(),
      ),
    );
  body.prepend(skipLink(main));
  body.append(main);
  return {
    main,
    mark: (view) => {
      for (const link of links) {
        if (link.dataset['view'] === view?.name) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    },
  };
}

/** Not by its address alone, which would be taken for a view's. */
function skipLink(main: HTMLElement): HTMLElement {
  const skip = (event: Event): void => {
    event.preventDefault();
    main.focus();
  };
  return h('a', { class: 'skip', href: '#main', click: skip }, 'To the content');
}

const THEME_TITLES: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

function themeSwitch(): HTMLElement {
  const options = THEMES.map((theme) => [theme, THEME_TITLES[theme]] as const);
  return choice('Theme', options, keptTheme(), useTheme);
}
