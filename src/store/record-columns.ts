import { fallbackCause } from '../decision/fallback-cause.js';
import type { StoredRecord } from '../record/stored-record.js';
import { isDrawn } from '../record/is-drawn.js';
import type { Column } from './column.js';

/** What is kept of a record beside its document. Money is in US dollars. */
export const RECORD_COLUMNS: readonly Column<StoredRecord>[] = [
  { name: 'id', type: 'text', of: ({ id }) => id },
  { name: 'at', type: 'bigint', of: ({ at }) => Math.floor(at) },
  { name: 'route', type: 'text', of: ({ route }) => route },
  { name: 'model', type: 'text', of: ({ model }) => model },
  { name: 'reason', type: 'text', of: ({ reason }) => reason },
  { name: 'arm', type: 'text', of: ({ arm }) => arm },
  { name: 'is_drawn', type: 'integer', of: ({ propensity }) => (isDrawn(propensity) ? 1 : 0) },
  { name: 'layer', type: 'text', of: ({ layer }) => layer },
  { name: 'tenant', type: 'text', of: ({ tenant }) => tenant },
  { name: 'registry', type: 'text', of: ({ registry }) => registry },
  { name: 'margin', type: 'double precision', of: ({ margin }) => margin },
  { name: 'status', type: 'integer', of: ({ outcome }) => outcome?.status ?? null },
  { name: 'cost_usd', type: 'double precision', of: ({ costUsd }) => costUsd },
  { name: 'wasted_usd', type: 'double precision', of: ({ wastedUsd }) => wastedUsd },
  { name: 'default_usd', type: 'double precision', of: ({ defaultUsd }) => defaultUsd },
  { name: 'strongest_usd', type: 'double precision', of: ({ strongestUsd }) => strongestUsd },
  { name: 'input_tokens', type: 'bigint', of: ({ outcome }) => outcome?.inputTokens ?? null },
  { name: 'output_tokens', type: 'bigint', of: ({ outcome }) => outcome?.outputTokens ?? null },
  { name: 'is_cascade', type: 'integer', of: ({ cascade }) => (cascade === null ? 0 : 1) },
  { name: 'is_escalated', type: 'integer', of: (record) => (isEscalated(record) ? 1 : 0) },
  { name: 'is_stand_in', type: 'integer', of: ({ reason }) => (fallbackCause(reason) === undefined ? 0 : 1) },
  { name: 'judged', type: 'integer', of: ({ attempts }) => attempts.filter(isJudged).length },
  { name: 'passed', type: 'integer', of: ({ attempts }) => attempts.filter(({ passed }) => passed).length },
  { name: 'total_ms', type: 'double precision', of: ({ outcome }) => outcome?.totalMs ?? null },
  {
    name: 'first_byte_ms',
    type: 'double precision',
    of: ({ outcome }) => outcome?.timeToFirstByteMs ?? null,
  },
  { name: 'decide_us', type: 'double precision', of: ({ decideUs }) => decideUs },
];

function isEscalated({ cascade, attempts }: StoredRecord): boolean {
  return cascade !== null && attempts.some(({ escalated }) => escalated);
}

function isJudged({ passed }: { readonly passed: boolean | null }): boolean {
  return passed !== null;
}
