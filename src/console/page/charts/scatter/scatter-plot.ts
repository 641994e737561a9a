import { h } from '../../dom.js';
import { drawScatter } from './draw-scatter.js';
import { onTheme, paletteOf } from './palette.js';
import type { ScatterData } from './scatter-data.js';
import { listenToScatter, type Movable } from './scatter-input.js';
import { hideTip, showTip } from '../tip.js';
import { fitted, nearestPoint, panned, type Point, toPixels, type Viewport, zoomed } from './viewport.js';

/** Pixels within which a point counts as pointed at. */
const REACH = 14;

/** Points on a canvas, which can be moved and looked at more closely by pointer and by keyboard. */
export class ScatterPlot implements Movable {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #height: number;
  #data: ScatterData;
  #view: Viewport | undefined;
  #chosen = -1;
  #frame = 0;

  /** @param signal when the view is left */
  constructor(data: ScatterData, height: number, signal: AbortSignal) {
    this.#data = data;
    this.#height = height;
    this.#canvas = h('canvas', {
      class: 'chart-canvas',
      tabindex: 0,
      role: 'application',
      'aria-label': data.label,
    });
    this.#canvas.style.height = `${height}px`;
    this.element = h('div', { class: 'chart-scatter' }, this.#canvas, this.#buttons());
    listenToScatter(this.#canvas, this);
    const observer = new ResizeObserver(() => {
      this.#resize();
    });
    observer.observe(this.#canvas);
    signal.addEventListener('abort', () => {
      observer.disconnect();
    });
    onTheme(() => {
      this.#draw();
    }, signal);
  }

  /** Shows other points, in the same part of the plane. */
  update(data: ScatterData): void {
    this.#data = data;
    this.leave();
  }

  /** Everything in view. */
  reset(): void {
    this.#view = fitted([...this.#data.points, ...this.#data.rings], this.#canvas.clientWidth, this.#height);
    this.#draw();
  }

  /** @param at the pixel that stays where it is; the middle unless given */
  zoom(factor: number, at?: Point): void {
    const view = this.#view;
    if (view === undefined) return;
    const all = fitted(this.#data.points, view.width, view.height).zoom;
    const pixel = at ?? { x: view.width / 2, y: view.height / 2 };
    this.#view = zoomed(view, factor, pixel, [all / 2, all * 60]);
    this.#draw();
  }

  pan(by: Point): void {
    if (this.#view) this.#view = panned(this.#view, by);
    this.#draw();
  }

  /** Chooses the point near a pixel, or none. */
  pointAt(pixel: Point): void {
    this.#choose(this.#view === undefined ? -1 : nearestPoint(this.#view, this.#data.points, pixel, REACH));
  }

  /** Chooses the point that is so many behind the chosen one. */
  step(by: 1 | -1): void {
    const count = this.#data.points.length;
    if (count === 0) return;
    const next = (Math.max(this.#chosen, by > 0 ? -1 : 0) + by + count) % count;
    this.#bringIntoView(next);
    this.#choose(next);
  }

  #bringIntoView(at: number): void {
    const [point, view] = [this.#data.points[at], this.#view];
    if (point === undefined || view === undefined) return;
    const { x, y } = toPixels(view, point);
    if (x < 0 || y < 0 || x > view.width || y > view.height) this.#view = { ...view, x: point.x, y: point.y };
  }

  leave(): void {
    this.#choose(-1);
  }

  act(): void {
    this.#data.points[this.#chosen]?.act?.();
  }

  #choose(at: number): void {
    this.#chosen = at;
    const point = this.#data.points[at];
    if (point === undefined || this.#view === undefined) hideTip(this.#canvas);
    else {
      const { left, top } = this.#canvas.getBoundingClientRect();
      const { x, y } = toPixels(this.#view, point);
      showTip(this.#canvas, { ...point.tip, x: left + x, y: top + y });
      this.#canvas.setAttribute('aria-description', [point.tip.title, ...point.tip.lines].join(', '));
    }
    this.#canvas.classList.toggle('can-act', point?.act !== undefined);
    this.#draw();
  }

  #draw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#view === undefined) return;
      const palette = paletteOf(this.#canvas);
      drawScatter(this.#canvas, { ...this.#data, view: this.#view, chosen: this.#chosen, palette });
    });
  }

  #resize(): void {
    const width = this.#canvas.clientWidth;
    if (width < 1 || width === this.#view?.width) return;
    if (this.#view === undefined) this.reset();
    else this.#view = { ...this.#view, width };
    this.#draw();
  }

  #buttons(): HTMLElement {
    const button = (text: string, name: string, act: () => void): HTMLElement =>
      h('button', { type: 'button', 'aria-label': name, title: name, click: act }, text);
    return h(
      'div',
      { class: 'chart-zoom' },
      button('+', 'Nearer', () => {
        this.zoom(1.5);
      }),
      button('−', 'Farther', () => {
        this.zoom(1 / 1.5);
      }),
      button('⤢', 'See all', () => {
        this.reset();
      }),
    );
  }
}
