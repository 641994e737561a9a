import { clamped } from '../scale.js';

/** Which part of a plane a canvas shows: pixels = (value - centre) * zoom + half the canvas, y upwards. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  /** Pixels a unit. */
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const PADDING = 26;

/** All points in view, with some room around them. */
export function fitted(points: readonly Point[], width: number, height: number): Viewport {
  if (points.length === 0) return { x: 0, y: 0, zoom: 1, width, height };
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, low, high] = [least(xs), most(xs), least(ys), most(ys)];
  const zoom = Math.min(
    Math.max(1, width - 2 * PADDING) / (right - left || 1),
    Math.max(1, height - 2 * PADDING) / (high - low || 1),
  );
  return { x: (left + right) / 2, y: (low + high) / 2, zoom, width, height };
}

/** Where a point is, in pixels from the top left corner. */
export function toPixels({ x, y, zoom, width, height }: Viewport, point: Point): Point {
  return { x: (point.x - x) * zoom + width / 2, y: height / 2 - (point.y - y) * zoom };
}

export function fromPixels({ x, y, zoom, width, height }: Viewport, pixel: Point): Point {
  return { x: (pixel.x - width / 2) / zoom + x, y: (height / 2 - pixel.y) / zoom + y };
}

/** @param by pixels that the picture is dragged */
export function panned(view: Viewport, by: Point): Viewport {
  return { ...view, x: view.x - by.x / view.zoom, y: view.y + by.y / view.zoom };
}

/** What is under `pixel` stays there. @param bounds least and most zoom */
export function zoomed(
  view: Viewport,
  factor: number,
  pixel: Point,
  bounds: readonly [number, number],
): Viewport {
  const zoom = clamped(view.zoom * factor, bounds);
  const fixed = fromPixels(view, pixel);
  const after = fromPixels({ ...view, zoom }, pixel);
  return { ...view, zoom, x: view.x + fixed.x - after.x, y: view.y + fixed.y - after.y };
}

/** @returns the index of the point nearest to the pixel; -1 when none is within `reach` pixels */
export function nearestPoint(view: Viewport, points: readonly Point[], pixel: Point, reach: number): number {
  let found = -1;
  let best = reach ** 2;
  for (const [at, point] of points.entries()) {
    const { x, y } = toPixels(view, point);
    const distance = (x - pixel.x) ** 2 + (y - pixel.y) ** 2;
    if (distance <= best) [found, best] = [at, distance];
  }
  return found;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
