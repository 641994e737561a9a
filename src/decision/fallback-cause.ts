import type { Reason } from './reason.js';

/** Why a request goes where it goes for want of a better choice. */
export type FallbackCause =
  'low_margin' | 'out_of_scope' | 'nothing_to_compare' | 'encoder' | 'overload' | 'ineligible';

const CAUSES: Readonly<Partial<Record<Reason, FallbackCause>>> = {
  low_margin: 'low_margin',
  out_of_scope: 'out_of_scope',
  no_examples: 'nothing_to_compare',
  no_text: 'nothing_to_compare',
  encoder_absent: 'encoder',
  encoder_late: 'encoder',
  encoder_busy: 'encoder',
  examples_loading: 'encoder',
  encoder_down: 'encoder',
  overloaded: 'overload',
  target_ineligible: 'ineligible',
};

/** @returns `undefined` for a choice that was meant */
export function fallbackCause(reason: Reason): FallbackCause | undefined {
  return CAUSES[reason];
}
