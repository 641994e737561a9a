import { placeAfter } from './place-after.js';
import { hideTip, showTip, type Tip } from './tip.js';

/** A shape with something to say. */
export interface Mark {
  readonly element: SVGElement;
  readonly tip: Tip;
  /** What Enter or a click does. */
  readonly act?: () => void;
}

/**
 * Makes marks speak to the pointer and to the keyboard: the chart is one stop of the Tab key, arrows go from mark to mark,
 * Home and End to the first and last, Enter acts.
 */
export function rovingMarks(marks: readonly Mark[]): void {
  for (const [at, { element, tip, act }] of marks.entries()) {
    element.setAttribute('tabindex', at === 0 ? '0' : '-1');
    element.setAttribute('role', act === undefined ? 'img' : 'button');
    element.setAttribute('aria-label', [tip.title, ...tip.lines].join(', '));
    element.classList.add('chart-mark');
    element.addEventListener('pointermove', ({ clientX, clientY }) => {
      showTip(element, { ...tip, x: clientX, y: clientY });
    });
    element.addEventListener('pointerleave', () => {
      hideTip(element);
    });
    element.addEventListener('focus', () => {
      showTipAtMark(element, tip);
    });
    if (act !== undefined) element.addEventListener('click', act);
    element.addEventListener('keydown', (event) => {
      onKey(event, marks, at);
    });
  }
}

function onKey(event: KeyboardEvent, marks: readonly Mark[], at: number): void {
  const next = placeAfter(event.key, at, marks.length);
  if (next !== undefined) {
    event.preventDefault();
    marks[at]?.element.setAttribute('tabindex', '-1');
    marks[next]?.element.setAttribute('tabindex', '0');
    marks[next]?.element.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    marks[at]?.act?.();
  }
}

function showTipAtMark(element: SVGElement, tip: Tip): void {
  if (!element.matches(':focus-visible')) return;
  const { left, top, width, height } = element.getBoundingClientRect();
  showTip(element, { ...tip, x: left + width / 2, y: top + height / 2 });
}
