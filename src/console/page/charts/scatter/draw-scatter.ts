import type { Palette } from './palette.js';
import type { ScatterData, ScatterPoint, ScatterRing } from './scatter-data.js';
import { type Point, toPixels, type Viewport } from './viewport.js';

export interface ScatterScene extends ScatterData {
  readonly view: Viewport;
  /** Index of the point that is pointed at; -1 for none. */
  readonly chosen: number;
  readonly palette: Palette;
}

const FULL = 2 * Math.PI;
const DOT = 2.6;
const MOST_DOT = 9;
/** Less than area would have it, so that what is frequent does not cover what lies beside it. */
const GROWTH = 0.3;
const MARK = 5;

/** Dots below, marks above them, then rings and names. */
export function drawScatter(canvas: HTMLCanvasElement, scene: ScatterScene): void {
  const { view, points, rings, chosen, palette } = scene;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(view.width * ratio);
  canvas.height = Math.round(view.height * ratio);
  context.scale(ratio, ratio);
  context.font = `600 12px ${getComputedStyle(canvas).fontFamily}`;
  context.textAlign = 'center';
  context.lineJoin = 'round';
  for (const shape of ['dot', 'mark'] as const) {
    for (const point of points) {
      if (point.shape === shape) drawPoint(context, toPixels(view, point), point, palette);
    }
  }
  for (const ring of rings) drawRing(context, view, ring, palette);
  drawLabels(context, scene);
  const point = points[chosen];
  if (point) drawChosen(context, toPixels(view, point), palette);
}

/** The first ones win where names would overlap: the others come out when one looks more closely. */
function drawLabels(context: Context, { labels, view, palette }: ScatterScene): void {
  const taken: { readonly left: number; readonly right: number; readonly y: number }[] = [];
  for (const { text, colour, ...place } of labels) {
    const pixel = toPixels(view, place);
    const [x, y] = [pixel.x, pixel.y - ABOVE];
    const half = context.measureText(text).width / 2 + 3;
    const box = { left: x - half, right: x + half, y };
    if (taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    drawName(context, { x, y }, text, palette.series[colour] ?? palette.text, palette);
  }
}

const LINE = 15;
/** Pixels between a place and its name. */
const ABOVE = 16;

function overlaps(
  one: { readonly left: number; readonly right: number; readonly y: number },
  other: typeof one,
): boolean {
  return one.left < other.right && other.left < one.right && Math.abs(one.y - other.y) < LINE;
}

type Context = CanvasRenderingContext2D;

function drawPoint(
  context: Context,
  { x, y }: Point,
  { colour, shape, weight }: ScatterPoint,
  palette: Palette,
): void {
  context.fillStyle = palette.series[colour] ?? palette.text;
  context.beginPath();
  if (shape === 'dot') {
    context.globalAlpha = colour === 0 ? 0.55 : 0.62;
    context.arc(x, y, Math.min(MOST_DOT, DOT * weight ** GROWTH), 0, FULL);
    context.fill();
    context.globalAlpha = 1;
    return;
  }
  context.moveTo(x, y - MARK - 1.5);
  context.lineTo(x + MARK + 1.5, y);
  context.lineTo(x, y + MARK + 1.5);
  context.lineTo(x - MARK - 1.5, y);
  context.closePath();
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = palette.surface;
  context.stroke();
}

function drawRing(context: Context, view: Viewport, ring: ScatterRing, palette: Palette): void {
  const { x, y } = toPixels(view, ring);
  const radius = Math.max(16, ring.radius * view.zoom);
  context.beginPath();
  context.arc(x, y, radius, 0, FULL);
  context.strokeStyle = palette.alarm;
  context.lineWidth = ring.isChosen ? 3 : 1.75;
  context.setLineDash(ring.isChosen ? [] : [6, 4]);
  context.stroke();
  context.setLineDash([]);
  drawName(context, { x, y: y - radius - 7 }, ring.text, palette.alarm, palette);
}

/** With a rim in the colour of the ground, so that it can be read above dots. */
function drawName(
  context: Context,
  { x, y }: Point,
  text: string,
  colour: string,
  { surface }: Palette,
): void {
  context.lineWidth = 4;
  context.strokeStyle = surface;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function drawChosen(context: Context, { x, y }: Point, { text }: Palette): void {
  context.beginPath();
  context.arc(x, y, MARK + 4, 0, FULL);
  context.strokeStyle = text;
  context.lineWidth = 2;
  context.stroke();
}
