import type { Figure } from './suite.js';

/** Whether the figure is as good as the limit or better. */
export function meets({ value, better }: Pick<Figure, 'value' | 'better'>, limit: number): boolean {
  return better === 'higher' ? value >= limit : value <= limit;
}
