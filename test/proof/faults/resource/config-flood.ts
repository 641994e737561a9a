import { setTimeout as sleep } from 'node:timers/promises';
import { ask, chat } from '../../../support/ask.js';
import { eventually } from '../../../support/eventually.js';
import { routeText } from '../../../support/pool-text.js';
import { scrape } from '../../../support/read-metrics.js';
import type { Stack } from '../../../support/stack.js';
import type { Fault } from '../fault.js';

const EACH_MS = 10;
const SECONDS = 10;
/** One registry in so many is broken. */
const BROKEN_EACH = 3;

function flood(number: number): Readonly<Record<string, string>> {
  const broken = number % BROKEN_EACH === 0 ? ', tarjet: small' : '';
  const route = `target: small, match: [{ keywords: [flood${number}] }]${broken}`;
  return { 'flood.yaml': routeText('flood', route) };
}

/** Written 100 times a second; after the last one it must serve, and nothing that came before. */
export const configFlood: Fault = {
  name: 'config-flood',
  what: 'The registry is written 100 times a second, every third time broken; the last one is good.',
  users: 'Nothing: the last good registry serves, and each request is decided by one registry.',
  seconds: SECONDS,
  start: (stack) => {
    let isOver = false;
    let number = 0;
    const write = async (): Promise<void> => {
      while (!isOver) {
        await stack.writeRegistry(flood(number++));
        await sleep(EACH_MS);
      }
    };
    const writing = write();
    const last = (): number => Math.ceil(number / BROKEN_EACH) * BROKEN_EACH + 1;
    let seconds = NaN;
    return Promise.resolve({
      async end() {
        isOver = true;
        await writing;
        await stack.writeRegistry(flood(last()));
        const since = performance.now();
        await eventually('the last good registry', () => isServed(stack, `flood${last()}`));
        seconds = (performance.now() - since) / 1000;
      },
      async seen() {
        const now = await scrape(stack.admin);
        const loads = now.sum('dragoman_registry_loads_total');
        const refusals = now.sum('dragoman_registry_refusals_total');
        return `${number} registries written, ${loads} loaded, ${refusals} refused; the last one served after ${seconds.toFixed(1)} s`;
      },
    });
  },
};

async function isServed(stack: Stack, keyword: string): Promise<boolean> {
  const { route, model } = await ask(stack.url, chat(`say ${keyword}`));
  return route === 'flood' && model === 'small';
}
