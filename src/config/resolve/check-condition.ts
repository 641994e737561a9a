import { BUILTIN_SIGNALS, isBuiltin } from '../../signals/builtin.js';
import type { Condition } from '../api/v1alpha1/route.js';
import { quote } from '../problem.js';
import type { Spot } from '../spot.js';
import { didYouMean } from '../suggest.js';

/** Checks that a condition asks of its signal what that can say. */
export function checkCondition(condition: Condition, spot: Spot): void {
  const { signal } = condition;
  if (!['signal', 'is', 'above', 'below'].every((key) => spot.isSound(key))) return;
  if (!isBuiltin(signal)) {
    if (condition.is !== undefined) spot.at('is').invalid(`is for labels, but ${quote(signal)} is a number`);
    checkBounds(condition, spot);
    return;
  }
  const labels: readonly string[] = BUILTIN_SIGNALS[signal];
  const isYesOrNo = labels.includes('yes');
  checkLabels(condition, labels, spot);
  if (!isYesOrNo) {
    for (const bound of BOUNDS.filter((name) => condition[name] !== undefined)) {
      spot.at(bound).invalid(`is for numbers, but ${quote(signal)} has labels; use "is"`);
    }
    if (condition.is === undefined && !isBound(condition)) spot.invalid('must have "is", a list of labels');
    return;
  }
  if (condition.is !== undefined && isBound(condition))
    spot.invalid('must have either "is" or a bound, got both');
  checkBounds(condition, spot);
  for (const bound of BOUNDS) {
    const value = condition[bound] ?? 0;
    if (value < 0 || value > 1) {
      spot.at(bound).invalid(`must be a probability in [0, 1] for the signal ${quote(signal)}, got ${value}`);
    }
  }
}

const BOUNDS = ['above', 'below'] as const;

function isBound({ above, below }: Condition): boolean {
  return above !== undefined || below !== undefined;
}

function checkLabels({ signal, is = [] }: Condition, labels: readonly string[], spot: Spot): void {
  for (const [index, label] of is.entries()) {
    if (labels.includes(label)) continue;
    const hint = didYouMean(label, labels) || `; its labels: ${labels.join(', ')}`;
    spot.at('is', index).reference(`${quote(label)} is no label of the signal ${quote(signal)}${hint}`);
  }
}

function checkBounds(condition: Condition, spot: Spot): void {
  const { above, below } = condition;
  if (!isBound(condition) && condition.is === undefined) {
    spot.invalid('must have "above", "below" or both');
  }
  if (above !== undefined && below !== undefined && above >= below) {
    spot.invalid(`can never hold: nothing is above ${above} and below ${below}`);
  }
}
