import { CLIENT_HEADERS } from '../../../src/mutation/wire-names.js';
import type { JsonObject } from '../../../demo/stand-in/json.js';
import { FATES, type CheckedRequest, type Fate, type Sent } from '../load/checked-request.js';
import { type CheckedLoad, startCheckedLoad } from '../load/checked-load.js';
import { latencyQuantile } from '../load/count.js';
import { DEFAULT_MODEL } from './soak-registry.js';
import type { Window } from './soak-results.js';

/** One stream in so many loses its client in the middle. */
const CANCELS_EACH = 25;
const CANCEL_AFTER_MS = [5, 40, 120, 250] as const;
const MOST_FAULTS = 40;
const WINDOW_SECONDS = 300;
const PART_MS = 60_000;

/** What became of all requests so far. */
export interface Tally {
  readonly fates: Record<Fate, number>;
  readonly reasons: Record<string, number>;
  readonly faults: string[];
  readonly windows: Window[];
}

export interface MinuteLoad {
  /** Without the requests of the minute that runs. */
  readonly tally: Tally;
  readonly elapsedSeconds: () => number;
  stop(): Promise<void>;
}

/**
 * A checked load in parts of a minute, each started as the one before ends, so that an hour of requests needs not be
 * remembered. Each request is a conversation of its own: what came before it must not tell which model is right.
 */
export function startMinuteLoad(
  url: string,
  perSecond: number,
  requests: readonly CheckedRequest[],
): MinuteLoad {
  const tally: Tally = { fates: emptyFates(), reasons: {}, faults: [], windows: [] };
  const start = performance.now();
  const elapsedSeconds = (): number => (performance.now() - start) / 1000;
  let number = 0;
  const window: Sent[] = [];
  let windowFrom = 0;
  const closeWindow = (): void => {
    if (window.length > 0) tally.windows.push(windowOf(windowFrom, window.splice(0)));
  };
  const startPart = (): CheckedLoad =>
    startCheckedLoad({
      ...{ url, perSecond, defaultModel: DEFAULT_MODEL },
      next: () => requestOf(requests, number++),
    });
  const endPart = async (load: CheckedLoad, from: number): Promise<void> => {
    const sent = await load.stop();
    const bound = Math.floor(from / WINDOW_SECONDS) * WINDOW_SECONDS;
    if (bound !== windowFrom) {
      closeWindow();
      windowFrom = bound;
    }
    window.push(...sent);
    for (const one of sent) add(tally, from, one);
  };
  let part = { load: startPart(), from: 0 };
  const ends: Promise<void>[] = [];
  const timer = setInterval(() => {
    const ended = part;
    part = { load: startPart(), from: elapsedSeconds() };
    ends.push(endPart(ended.load, ended.from));
  }, PART_MS);
  return {
    tally,
    elapsedSeconds,
    async stop() {
      clearInterval(timer);
      await Promise.all(ends);
      await endPart(part.load, part.from);
      closeWindow();
    },
  };
}

function requestOf(requests: readonly CheckedRequest[], number: number): CheckedRequest {
  const request = requests[number % requests.length];
  if (request === undefined) throw new Error('the trace has no requests');
  const headers = { ...request.headers, [CLIENT_HEADERS.conversation]: `soak-${number}` };
  const cancels = isStream(request.body) && number % CANCELS_EACH === 0;
  const after = CANCEL_AFTER_MS[(number / CANCELS_EACH) % CANCEL_AFTER_MS.length];
  return { ...request, headers, ...(cancels && after !== undefined && { cancelAfterMs: after }) };
}

function isStream(body: JsonObject): boolean {
  return body['stream'] === true;
}

function add({ fates, reasons, faults }: Tally, from: number, { at, fate, reason, detail }: Sent): void {
  // The fast head decided in the encoder's place, as it may: not always as the encoder would.
  const isStandIn = fate === 'wrong' && reason === 'stand_in' && detail?.includes(' answered, not ') === true;
  const counted = isStandIn ? 'default' : fate;
  fates[counted]++;
  reasons[reason] = (reasons[reason] ?? 0) + 1;
  if ((counted === 'wrong' || counted === 'lost') && faults.length < MOST_FAULTS) {
    faults.push(`${Math.round(from + at / 1000)} s: ${counted}, ${reason}, ${detail ?? '-'}`);
  }
}

function windowOf(fromSeconds: number, sent: readonly Sent[]): Window {
  const quantile = (share: number): number => Math.round(latencyQuantile(sent, share) * 100) / 100;
  return {
    ...{ fromSeconds, sent: sent.length },
    ...{ p50Ms: quantile(0.5), p99Ms: quantile(0.99), worstMs: quantile(1) },
  };
}

function emptyFates(): Record<Fate, number> {
  return Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
}
