import type { Tip } from '../tip.js';
import type { Point } from './viewport.js';

/** What a scatter plot shows; dots are drawn in their order, later ones above. */
export interface ScatterData {
  readonly label: string;
  readonly points: readonly ScatterPoint[];
  readonly labels: readonly ScatterLabel[];
  readonly rings: readonly ScatterRing[];
}

export interface ScatterPoint extends Point {
  /** 1 to 8 of the palette; 0 for what belongs to nothing. */
  readonly colour: number;
  /** `mark`: large, with a rim; `dot`: small. */
  readonly shape: 'mark' | 'dot';
  /** How many lie at this very place; a dot grows with it. */
  readonly weight: number;
  readonly tip: Tip;
  /** What a click, or Enter, does. */
  readonly act?: (() => void) | undefined;
}

export interface ScatterLabel extends Point {
  readonly text: string;
  readonly colour: number;
}

/** A circle around a group, with its name. */
export interface ScatterRing extends Point {
  readonly text: string;
  /** In the units of the plane. */
  readonly radius: number;
  readonly isChosen: boolean;
}
