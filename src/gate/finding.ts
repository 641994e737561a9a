import type { GateReason } from './gate-reason.js';

/** Something that a check holds against an answer. */
export interface Finding {
  readonly reason: GateReason;
  /**
   * Share of the answers with such a finding that are bad, as measured on answers that were half good and half bad, in
   * (0, 1]; see docs/quality.md. A contract that is broken has 1.
   */
  readonly strength: number;
}
