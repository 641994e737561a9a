import { DragomanError } from '../../errors.js';

/**
 * The number that a flag gives.
 * @throws DragomanError `usage` for anything but a number from `least` to `most`
 */
export function numberFlag(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new DragomanError('usage', `--${name} is "${text}", must be a number from ${least} to ${most}`);
}

/**
 * The whole number that a flag gives.
 * @throws DragomanError `usage` for anything but a whole number from `least` to `most`
 */
export function wholeFlag(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DragomanError('usage', `--${name} is "${text}", must be a whole number from ${least} to ${most}`);
}
