import type { Point } from './viewport.js';

/** What input does to a plot. */
export interface Movable {
  pan(by: Point): void;
  zoom(factor: number, at?: Point): void;
  reset(): void;
  /** Chooses the point near a pixel, or none. */
  pointAt(pixel: Point): void;
  /** Chooses the next point, or the one before. */
  step(by: 1 | -1): void;
  /** Does what the chosen point is for. */
  act(): void;
  /** Chooses none. */
  leave(): void;
}

const WHEEL = 0.0016;
const KEY_PAN = 40;
/** Pixels that a press may move and still be a click. */
const CLICK = 4;

/**
 * Drag or arrow keys move the plane; the wheel with Ctrl or Shift, + and - come nearer and go farther; 0 shows all; n and p go
 * from point to point; a click or Enter acts.
 */
export function listenToScatter(canvas: HTMLCanvasElement, plot: Movable): void {
  listenToDrag(canvas, plot);
  canvas.addEventListener('pointerleave', () => {
    plot.leave();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      // The bare wheel scrolls the page unless the reader works in the picture.
      if (!event.ctrlKey && !event.shiftKey && document.activeElement !== canvas) return;
      event.preventDefault();
      plot.zoom(Math.exp(-(event.deltaY || event.deltaX) * WHEEL), pixelOf(canvas, event));
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(plot);
  });
}

const KEYS: Readonly<Record<string, (plot: Movable) => void>> = {
  ArrowLeft: (plot) => {
    plot.pan({ x: KEY_PAN, y: 0 });
  },
  ArrowRight: (plot) => {
    plot.pan({ x: -KEY_PAN, y: 0 });
  },
  ArrowUp: (plot) => {
    plot.pan({ x: 0, y: KEY_PAN });
  },
  ArrowDown: (plot) => {
    plot.pan({ x: 0, y: -KEY_PAN });
  },
  '+': (plot) => {
    plot.zoom(1.4);
  },
  '=': (plot) => {
    plot.zoom(1.4);
  },
  '-': (plot) => {
    plot.zoom(1 / 1.4);
  },
  '0': (plot) => {
    plot.reset();
  },
  n: (plot) => {
    plot.step(1);
  },
  p: (plot) => {
    plot.step(-1);
  },
  Enter: (plot) => {
    plot.act();
  },
};

function listenToDrag(canvas: HTMLCanvasElement, plot: Movable): void {
  let last: Point | undefined;
  let moved = 0;
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = pixelOf(canvas, event);
    moved = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const pixel = pixelOf(canvas, event);
    if (last === undefined) {
      plot.pointAt(pixel);
      return;
    }
    moved += Math.hypot(pixel.x - last.x, pixel.y - last.y);
    if (moved > CLICK) plot.pan({ x: pixel.x - last.x, y: pixel.y - last.y });
    last = pixel;
  });
  canvas.addEventListener('pointerup', () => {
    last = undefined;
    if (moved <= CLICK) plot.act();
  });
  canvas.addEventListener('pointercancel', () => {
    last = undefined;
  });
}

function pixelOf(canvas: HTMLCanvasElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = canvas.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}
