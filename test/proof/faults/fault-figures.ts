import type { Sent } from '../load/checked-request.js';
import { count, latencyQuantile, within, type Span } from '../load/count.js';
import type { Allowance } from './fault.js';
import { isUsual, type FaultFigures, type PhaseFigures } from './fault-results.js';

/** When things happened, in milliseconds on the load's clock. */
export interface FaultTimes {
  readonly begun: number;
  /** When the fault began to be ended. */
  readonly ending: number;
  readonly ended: number;
  readonly stopped: number;
}

const MOST_LISTED = 6;
/** So long all answers must be as before for the fault to be over, in milliseconds. */
export const QUIET_MS = 2_000;

/** All of the figures that the load itself gives. */
export function figuresOf(
  sent: readonly Sent[],
  times: FaultTimes,
  allows: readonly Allowance[],
): Omit<FaultFigures, 'missing' | 'errors' | 'logLines' | 'seen'> {
  const { begun, ending, ended, stopped } = times;
  const odd = sent.filter((one) => !isUsual(one));
  const allowing = (one: Sent): Allowance | undefined =>
    allows.find(({ fates, when }) => fates.includes(one.fate) && (when === undefined || when(one)));
  const bad = odd.filter((one) => allowing(one) === undefined);
  return {
    phases: {
      before: phase(sent, { from: 0, to: begun }),
      during: phase(sent, { from: begun, to: ended }),
      after: phase(sent, { from: ended, to: stopped }),
    },
    endingSeconds: (ended - ending) / 1000,
    recoverySeconds: recoverySeconds(sent, times),
    allowed: allows.map((allowance) => ({
      why: allowance.why,
      count: odd.filter((one) => allowing(one) === allowance).length,
    })),
    bad: {
      lost: bad.filter(({ fate }) => fate === 'lost').length,
      wrong: bad.filter(({ fate }) => fate === 'wrong').length,
    },
    reasons: tally(within(sent, { from: begun, to: ended }).map(({ reason }) => reason)),
    // What is worst is listed, however seldom it is.
    odd: [isBad, (one: Sent) => !isBad(one)].flatMap((meant) => tally(odd.filter(meant).map(describe))),
  };
}

function isBad({ fate }: Sent): boolean {
  return fate === 'lost' || fate === 'wrong';
}

function describe({ fate, reason, detail, kind }: Sent): string {
  return [fate, reason, detail, kind].filter((part) => part !== undefined).join(' | ');
}

function phase(sent: readonly Sent[], span: Required<Span>): PhaseFigures {
  const part = within(sent, span);
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    seconds: (span.to - span.from) / 1000,
    sent: part.length,
    fates: count(part),
    p99Ms: finite(latencyQuantile(part, 0.99)),
    longestMs: finite(latencyQuantile(part, 1)),
  };
}

/**
 * By planned times: a request that was sent in the fault and answered after it is the fault's. What is unusual only after two
 * good seconds is not.
 */
function recoverySeconds(sent: readonly Sent[], { ended, stopped }: FaultTimes): number | null {
  const unusual = within(sent, { from: ended })
    .filter((one) => !isUsual(one))
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  let last = ended;
  for (const at of unusual) {
    if (at - last > QUIET_MS) break;
    last = at;
  }
  return last > stopped - QUIET_MS ? null : (last - ended) / 1000;
}

/** How often each text occurs, the commonest first, a few of them. */
export function tally(
  texts: readonly string[],
): readonly { readonly what: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([what, number]) => ({ what, count: number }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_LISTED);
}
