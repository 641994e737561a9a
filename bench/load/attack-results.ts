import { HEADERS } from '../../src/mutation/wire-names.js';
import type { LoadResult, Pace } from './load-job.js';

/** One line of `vegeta encode -to json`, as far as it is read. */
export interface AttackResult {
  /** Number of the request, from 0, in the order of sending. */
  readonly seq: number;
  /** Status; 0 when none came. */
  readonly code: number;
  /** When it was sent: RFC 3339 with up to nine decimals. */
  readonly timestamp: string;
  /** Nanoseconds from then to the answer's last byte. */
  readonly latency: number;
  /** Of the answer, by their canonical names. */
  readonly headers: Readonly<Record<string, readonly string[]>> | null;
}

/** Adds up what became of each request; feed it all results, in any order. */
export interface AttackTally {
  add(result: AttackResult): void;
  result(): LoadResult;
}

/**
 * @param pace with planned times, a latency is counted from the plan: request number n is due n intervals after the first, and
 * the plan begins where the request that was least behind would be on time. Nothing is ever sent before its time, so
 * that this start is at most a hair too late.
 */
export function tallyAttack(pace: Pace): AttackTally {
  const intervalUs = 'perSecond' in pace ? 1e6 / pace.perSecond : undefined;
  const answered: { readonly offsetUs: number; readonly latencyUs: number }[] = [];
  const reasons: Record<string, number> = {};
  const models: Record<string, number> = {};
  const statuses: Record<string, number> = {};
  let [failed, planUs, lastOffsetUs, firstUs, lastUs] = [0, Infinity, -Infinity, Infinity, -Infinity];
  return {
    add: ({ seq, code, timestamp, latency, headers }) => {
      const sentUs = microseconds(timestamp);
      const latencyUs = latency / 1000;
      const offsetUs = intervalUs === undefined ? 0 : sentUs - seq * intervalUs;
      if (intervalUs !== undefined) {
        planUs = Math.min(planUs, offsetUs);
        lastOffsetUs = Math.max(lastOffsetUs, offsetUs);
      }
      firstUs = Math.min(firstUs, sentUs);
      lastUs = Math.max(lastUs, sentUs + latencyUs);
      count(statuses, String(code));
      if (code !== 200) failed += 1;
      else {
        answered.push({ offsetUs, latencyUs });
        count(models, headers?.[canonical(HEADERS.model)]?.[0]);
      }
      if (code !== 0) count(reasons, headers?.[canonical(HEADERS.reason)]?.[0]);
    },
    result: () => {
      const start = intervalUs === undefined ? 0 : planUs;
      return {
        latenciesUs: answered.map(({ offsetUs, latencyUs }) => Math.round(offsetUs - start + latencyUs)),
        failed,
        seconds: lastUs > firstUs ? (lastUs - firstUs) / 1e6 : 0,
        ...{ statuses, reasons, models },
        behindUs: lastOffsetUs > planUs ? Math.round(lastOffsetUs - planUs) : 0,
      };
    },
  };
}

function count(counts: Record<string, number>, name = 'none'): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** As Go's net/http spells a header's name. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** `Date` knows milliseconds only. */
function microseconds(timestamp: string): number {
  const fraction = /\.\d+/.exec(timestamp)?.[0] ?? '';
  return Date.parse(timestamp.replace(fraction, '')) * 1000 + Number(`0${fraction}`) * 1e6;
}
