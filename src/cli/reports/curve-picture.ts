import type { CoveragePoint } from '../../lab/evaluate/evaluation.js';
import type { ReliabilityBin } from '../../lab/metrics/calibration-error.js';
import { escapeXml } from './escape-xml.js';

const [SIZE, LEFT, BELOW] = [220, 44, 34];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** A point of a diagram, both in [0, 1]. */
interface Point {
  readonly x: number;
  readonly y: number;
  /** What hovering shows. */
  readonly title: string;
  /** Radius in pixels. */
  readonly radius: number;
}

/** What share was right at each probability; the diagonal is where it should be. SVG, coloured by the page. */
export function reliabilityPicture(bins: readonly ReliabilityBin[]): string {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const points = bins
    .filter(({ count }) => count > 0)
    .map(({ count, confidence, accuracy }) => ({
      x: confidence,
      y: accuracy,
      title: `${count} prompts: probability ${confidence.toFixed(3)}, right ${accuracy.toFixed(3)}`,
      radius: 2.5 + 4 * Math.sqrt(count / most),
    }));
  const diagonal = `<path class="target" d="M0 ${SIZE}L${SIZE} 0"/>`;
  return diagram(
    { label: 'Reliability', x: 'probability given', y: 'share right', floor: 0, points },
    diagonal,
  );
}

/** What share is right among the surest prompts. SVG, coloured by the page. */
export function coveragePicture(coverage: readonly CoveragePoint[]): string {
  const lowest = Math.min(1, ...coverage.map(({ accuracy }) => accuracy));
  const floor = Math.max(0, Math.floor(lowest * 10 - 1) / 10);
  const points = coverage.map(({ coverage: kept, accuracy, confidence }) => ({
    x: kept,
    y: accuracy,
    title: `${(100 * kept).toFixed(0)} % kept: ${(100 * accuracy).toFixed(1)} % right, probability at least ${confidence.toFixed(3)}`,
    radius: 3.5,
  }));
  return diagram({ label: 'Coverage', x: 'share kept', y: 'share right', floor, points }, '');
}

interface Diagram {
  readonly label: string;
  /** Names of the axes. */
  readonly x: string;
  readonly y: string;
  /** Where the upright axis begins, in [0, 1). */
  readonly floor: number;
  readonly points: readonly Point[];
}

function diagram({ label, x, y, floor, points }: Diagram, behind: string): string {
  const across = (value: number): number => round(value * SIZE);
  const up = (value: number): number => round(SIZE - ((value - floor) / (1 - floor)) * SIZE);
  const ticks = TICKS.flatMap((tick) => {
    const value = floor + tick * (1 - floor);
    return [
      `<path class="grid" d="M${across(tick)} 0V${SIZE}M0 ${up(value)}H${SIZE}"/>`,
      `<text class="name" x="${across(tick)}" y="${SIZE + 14}" text-anchor="middle">${tick}</text>`,
      `<text class="name" x="-6" y="${up(value)}" text-anchor="end" dominant-baseline="central">${round(value * 100) / 100}</text>`,
    ];
  });
  const path = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${across(point.x)} ${up(point.y)}`).join('');
  const dots = points.map(
    (point) =>
      `<circle class="dot" cx="${across(point.x)}" cy="${up(point.y)}" r="${round(point.radius)}"><title>${escapeXml(point.title)}</title></circle>`,
  );
  const [width, height] = [SIZE + LEFT + 12, SIZE + BELOW + 12];
  return [
    `<svg class="curve" role="img" aria-label="${label}" viewBox="${-LEFT} -8 ${width} ${height}" width="${width}" height="${height}" font-size="11">`,
    ...ticks,
    behind,
    `<path class="line" d="${path}"/>`,
    ...dots,
    `<text class="name" x="${SIZE / 2}" y="${SIZE + 30}" text-anchor="middle">${x}</text>`,
    `<text class="name" transform="translate(-34 ${SIZE / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
    '</svg>',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
