import type { EvidenceKind, EvidenceQuery } from './evidence-kind.js';
import { confusion } from './kinds/confusion.js';
import { drift } from './kinds/drift.js';
import { map } from './kinds/map.js';
import { quality } from './kinds/quality.js';
import { report } from './kinds/report.js';

/** Every kind of question, by its path on the admin port. */
export const EVIDENCE_KINDS = { report, drift, quality, map, confusion } as const satisfies Readonly<
  Record<string, EvidenceKind>
>;

export type EvidenceName = keyof typeof EVIDENCE_KINDS;

/** Plain JSON, so that equal questions have equal text. */
export interface EvidenceQuestion {
  readonly kind: EvidenceName;
  readonly query: EvidenceQuery;
}
