import { h } from '../../dom.js';
import { formatCount } from '../../format.js';

/** Whether the list follows what happens. */
export interface LiveSwitch {
  readonly element: HTMLElement;
  readonly isPaused: () => boolean;
  /** Whether the stream is there. */
  readonly setOpen: (isOpen: boolean) => void;
  /** How many came while the list was held. */
  readonly setMissed: (count: number) => void;
}

/** @param showNewest called when the reader wants to see what was held back */
export function liveSwitch(showNewest: () => void): LiveSwitch {
  let paused = false;
  let open = false;
  const state = h('span', { class: 'live-state' });
  const missed = h('button', { class: 'missed', hidden: true, click: resume });
  const toggle = h('button', { 'aria-pressed': 'false', click: turn }, state);

  function resume(): void {
    paused = false;
    show();
    showNewest();
  }

  function turn(): void {
    paused = !paused;
    show();
  }

  function show(): void {
    toggle.setAttribute('aria-pressed', String(paused));
    toggle.title = paused ? 'Follow again' : 'Hold the list';
    state.dataset['state'] = paused ? 'paused' : open ? 'live' : 'lost';
    state.textContent = paused ? 'Paused' : open ? 'Live' : 'Connecting';
  }

  show();
  return {
    element: h('div', { class: 'row' }, missed, toggle),
    isPaused: () => paused,
    setOpen: (isOpen) => {
      open = isOpen;
      show();
    },
    setMissed: (count) => {
      missed.hidden = count === 0;
      missed.textContent = `${formatCount(count)} new`;
    },
  };
}
