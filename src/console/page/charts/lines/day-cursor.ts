import { svg } from '../../dom.js';
import type { Frame } from '../frame.js';
import { nearestDay } from './nearest-day.js';
import { placeAfter } from '../place-after.js';
import type { Scale } from '../scale.js';
import { hideTip, showTip, type Tip } from '../tip.js';

interface DayCursor {
  readonly frame: Frame;
  /** From the number of a day to its place. */
  readonly x: Scale;
  readonly days: number;
  readonly tipOf: (day: number) => Tip;
}

/** A rule that follows the pointer, or the arrow keys, from day to day, with what the day says. */
export function dayCursor(chart: SVGSVGElement, { frame, x, days, tipOf }: DayCursor): void {
  if (days === 0) return;
  const rule = svg('line', {
    class: 'chart-rule',
    y1: frame.top,
    y2: frame.height - frame.bottom,
    hidden: true,
  });
  chart.append(rule);
  chart.setAttribute('tabindex', '0');
  let day = days - 1;
  const show = (at: number, clientY?: number): void => {
    day = at;
    const box = chart.getBoundingClientRect();
    const tip = tipOf(at);
    rule.setAttribute('x1', String(x(at)));
    rule.setAttribute('x2', String(x(at)));
    rule.removeAttribute('hidden');
    showTip(chart, { ...tip, x: box.left + x(at), y: clientY ?? box.top + frame.top });
    chart.setAttribute('aria-description', [tip.title, ...tip.lines].join(', '));
  };
  const hide = (): void => {
    rule.setAttribute('hidden', '');
    hideTip(chart);
  };
  chart.addEventListener('pointermove', ({ clientX, clientY }) => {
    show(nearestDay(clientX - chart.getBoundingClientRect().left, x, days), clientY);
  });
  chart.addEventListener('pointerleave', hide);
  chart.addEventListener('blur', hide);
  chart.addEventListener('focus', () => {
    if (chart.matches(':focus-visible')) show(day);
  });
  chart.addEventListener('keydown', (event) => {
    const next = placeAfter(event.key, day, days);
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
}
