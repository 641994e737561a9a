import { scrape, type Scrape } from '../../support/read-metrics.js';
import { ask, chat } from '../../support/ask.js';
import { edited, isBadEdit } from './soak-registry.js';
import type { SoakStack } from './soak-stack.js';
import type { LoopDelay } from './take-sample.js';

const EDIT_EACH_MS = 20_000;
const SCRAPE_EACH_MS = 5_000;
const VOTE_EACH_MS = 4_000;
/** After which a decision's record is in the store. */
const RECORDED_MS = 3_000;

/** What goes on beside the load. */
export interface Disturbances {
  readonly edits: { good: number; bad: number };
  readonly feedback: { sent: number; taken: number };
  readonly scrapes: { sent: number; failed: number };
  /** Events that the listener of live decisions got. */
  readonly listener: { events: number };
  /** The latest; `undefined` before the first. */
  latest(): Scrape | undefined;
  /** The longest delays since this was last asked. */
  takeLoopDelay(): LoopDelay;
  stop(): Promise<void>;
}

/** Edits the registry each 20 s, scrapes metrics each 5 s, votes on an answer each 4 s, and listens to decisions. */
export function startDisturbances(stack: SoakStack): Disturbances {
  const edits = { good: 0, bad: 0 };
  const feedback = { sent: 0, taken: 0 };
  const scrapes = { sent: 0, failed: 0 };
  const listener = { events: 0 };
  let loop: LoopDelay = { p99Ms: 0, maxMs: 0 };
  let latest: Scrape | undefined;
  let number = 1;
  const edit = async (): Promise<void> => {
    edits[isBadEdit(number) ? 'bad' : 'good']++;
    await stack.writeRegistry(edited(number++));
  };
  const look = async (): Promise<void> => {
    scrapes.sent++;
    try {
      latest = await scrape(stack.admin);
      const delay = (statistic: string): number =>
        (latest?.sum('dragoman_event_loop_delay_seconds', { statistic }) ?? 0) * 1000;
      loop = { p99Ms: Math.max(loop.p99Ms, delay('p99')), maxMs: Math.max(loop.maxMs, delay('max')) };
    } catch {
      scrapes.failed++;
    }
  };
  const ends = [
    repeat(EDIT_EACH_MS, edit),
    repeat(SCRAPE_EACH_MS, look),
    repeat(VOTE_EACH_MS, () => vote(stack.url, feedback)),
    listen(stack.admin, listener),
  ];
  return {
    ...{ edits, feedback, scrapes, listener },
    latest: () => latest,
    takeLoopDelay() {
      const taken = loop;
      loop = { p99Ms: 0, maxMs: 0 };
      return taken;
    },
    async stop() {
      await Promise.all(ends.map((end) => end()));
      await look();
    },
  };
}

type End = () => Promise<void>;

/** What fails once is tried again at its next time: a soak goes on. */
function repeat(everyMs: number, act: () => Promise<void>): End {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(act).catch(() => undefined);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function vote(url: string, counts: { sent: number; taken: number }): Promise<void> {
  counts.sent++;
  const headers = { 'x-tenant-id': 'north' };
  const { decision } = await ask(url, chat('tell me a joke about parrots'), { headers });
  await new Promise((resolve) => setTimeout(resolve, RECORDED_MS));
  const { status } = await ask(url, { decision, thumbs: 'up' }, { path: '/v1/feedback', headers });
  if (status === 200) counts.taken++;
}

function listen(admin: string, counts: { events: number }): End {
  const left = new AbortController();
  const read = async (): Promise<void> => {
    const { body } = await fetch(`${admin}/decisions/live`, { signal: left.signal });
    if (body === null) return;
    const decoder = new TextDecoder();
    for await (const part of body) {
      counts.events += decoder.decode(part as Uint8Array, { stream: true }).split('data: ').length - 1;
    }
  };
  const reading = read().catch(() => undefined);
  return async () => {
    left.abort();
    await reading;
  };
}
