import { h, svg } from '../../dom.js';
import { UNKNOWN, formatCode, formatCount, formatMicros, formatShare } from '../../format.js';
import { isFallback, type LinesSummary, type ReasonShare } from './summarise-lines.js';

/** Reasons that the legend names; the others are summed up. */
const NAMED = 3;
const COLOURS = 8;

/** The line of numbers above the list. */
export function summaryStrip(summary: LinesSummary, choose: (reason: string) => void): HTMLElement {
  return h(
    'div',
    { class: 'panel strip', role: 'group', 'aria-label': `Of the ${summary.lines} decisions shown` },
    figure('Rate', formatRate(summary.perMinute), 'a minute, of those shown'),
    h(
      'div',
      { class: 'strip-reasons' },
      h('span', { class: 'muted small' }, 'Reasons'),
      reasonBar(summary.reasons),
      legend(summary.reasons, choose),
    ),
    figure('Fallback', formatShare(summary.fellBack), 'no route found'),
    figure('Escalated', formatShare(summary.escalated), 'left a tier'),
    figure('Decide p50', formatMicros(summary.p50), `of ${formatCount(summary.lines)} shown`),
    figure('Decide p99', formatMicros(summary.p99), `of ${formatCount(summary.lines)} shown`),
  );
}

function figure(label: string, value: string, note: string): HTMLElement {
  return h(
    'div',
    { class: 'figure' },
    h('span', { class: 'muted small' }, label),
    h('strong', {}, value),
    h('span', { class: 'muted small' }, note),
  );
}

function formatRate(perMinute: number | null): string {
  if (perMinute === null) return UNKNOWN;
  if (perMinute < 0.1) return '<0.1';
  return perMinute < 10 ? perMinute.toFixed(1) : formatCount(perMinute);
}

function lookOf({ reason }: ReasonShare, index: number): string {
  return isFallback(reason) ? 'fill-warn' : `fill-${(index % COLOURS) + 1}`;
}

function reasonBar(reasons: readonly ReasonShare[]): Element {
  let x = 0;
  const parts = reasons.map((part, index) => {
    const rect = svg(
      'rect',
      { class: lookOf(part, index), x: `${x * 100}%`, width: `${part.share * 100}%`, height: 8 },
      svg('title', {}, `${formatCode(part.reason)} ${formatShare(part.share)}`),
    );
    x += part.share;
    return rect;
  });
  return svg(
    'svg',
    { class: 'reason-bar', width: '100%', height: 8, 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: '100%', height: 8 }),
    ...parts,
  );
}

function legend(reasons: readonly ReasonShare[], choose: (reason: string) => void): HTMLElement {
  const named = reasons.slice(0, NAMED).map((part, index) => {
    const swatch = svg(
      'svg',
      { width: 8, height: 8, 'aria-hidden': 'true' },
      svg('rect', { class: lookOf(part, index), width: 8, height: 8, rx: 2 }),
    );
    const pick = (): void => {
      choose(part.reason);
    };
    return h(
      'button',
      { class: 'quiet legend', title: 'Show only these', click: pick },
      swatch,
      `${formatCode(part.reason)} ${formatShare(part.share)}`,
    );
  });
  const others = reasons.slice(NAMED).reduce((sum, { share }) => sum + share, 0);
  const rest = others === 0 ? null : h('span', { class: 'muted small' }, `others ${formatShare(others)}`);
  return h('div', { class: 'row legends' }, ...named, rest);
}
