/** A process of its own for what is small: `node --expose-gc entries-process.js`, one line of JSON. */
import { randomUUID } from 'node:crypto';
import type { Found } from '../../src/decision/comparison.js';
import { DecisionCache } from '../../src/decision/memory/decision-cache.js';
import { createKeyedHash } from '../../src/decision/memory/keyed-hash.js';
import { Stickiness } from '../../src/decision/stickiness.js';
import { parseEnvoyOptions } from '../../src/envoy/envoy-options.js';
import { renderEnvoy } from '../../src/envoy/render.js';
import { formatFound, parseFound } from '../../src/router/replicas/found-text.js';
import { cpuPerCall } from '../heads/cpu-per-call.js';
import { madeUpRegistry, type RegistrySize } from './made-up-registry.js';
import type { EntryFigures, FileFigures, ScaleFigures, SharedFigures } from './scale-figures.js';

const ENTRIES = 20_000;
const MORE = 50;
const CALLS = 20_000;
const TTL_MS = 3_600_000;

const figures: Omit<ScaleFigures, 'startedAt' | 'loads'> = {
  files: measureFiles(),
  entries: measureEntries(),
  shared: await measureShared(),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

function measureFiles(): FileFigures {
  const options = parseEnvoyOptions({ out: '/etc/envoy', dragoman: 'unix:/run/dragoman.sock' });
  const bytesOf = (size: RegistrySize): number => {
    const files = renderEnvoy(madeUpRegistry(size).registry, options);
    return Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  };
  const few = { models: 2, plain: 1, cascades: 1 };
  const base = bytesOf(few);
  const many = few.models + MORE;
  const added = (size: Partial<RegistrySize>): number => (bytesOf({ ...few, ...size }) - base) / MORE;
  return {
    perModel: added({ models: many }),
    perRoute: added({ plain: few.plain + MORE }),
    perTier: added({ models: many, cascades: many }) - added({ models: many }),
  };
}

function foundOf(at: number): Found {
  const routes = Array.from({ length: 5 }, (_, rank) => ({
    route: `route-${(at + rank) % 100}`,
    probability: Math.random() / (rank + 1),
  }));
  return { ok: true, layer: 'similarity', scores: { routes, outOfScope: Math.random() } };
}

function measureEntries(): EntryFigures {
  const cache = new DecisionCache<Found>({ ttlMs: TTL_MS, entries: 2 * ENTRIES, perTenant: true });
  const conversations = new Stickiness({ ttlMs: TTL_MS, conversations: 2 * ENTRIES });
  const hash = createKeyedHash();
  return {
    cachedDecision: bytesEach((at) => {
      const key = cache.keyOf({ version: 'v', tenant: undefined, text: `text ${at}`, traits: [] });
      cache.put(key, foundOf(at));
    }),
    conversation: bytesEach((at) => {
      conversations.remember(hash([`conversation ${at}`]), at % 2 === 0 ? 'small' : 'large');
    }),
  };
}

function bytesEach(add: (at: number) => void): number {
  for (let at = 0; at < 100; at += 1) add(-at - 1);
  const held = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = held();
  for (let at = 0; at < ENTRIES; at += 1) add(at);
  return (held() - before) / ENTRIES;
}

async function measureShared(): Promise<SharedFigures> {
  const [key, secret] = [createKeyedHash()([randomUUID()]), 'a secret'];
  const told = { found: foundOf(1), at: Date.now() };
  const text = formatFound(key, told, secret) ?? '';
  const write = (): unknown => formatFound(key, told, secret);
  const read = (): unknown => parseFound(key, text, secret, () => true);
  await cpuPerCall(() => [write(), read()], CALLS);
  return {
    bytes: 'dragoman:1:'.length + key.length + text.length,
    writeUs: 1000 * (await cpuPerCall(write, CALLS)),
    readUs: 1000 * (await cpuPerCall(read, CALLS)),
  };
}
