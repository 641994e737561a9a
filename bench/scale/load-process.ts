/** A process of its own for one size of a registry: `node --expose-gc load-process.js ROUTES EXAMPLES`, one line of JSON. */
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { Embedding, Encoder } from '../../src/embed/encoder.js';
import { readEncoderManifest } from '../../src/embed/manifest.js';
import { loadStaticEncoder } from '../../src/embed/static-encoder.js';
import { packageRoot } from '../../src/package-root.js';
import { compile } from '../../src/router/compile/compile.js';
import { BACKGROUND_TEXTS } from '../../src/signals/routes/background-texts.js';
import { madeUpRoutes } from '../heads/made-up-routes.js';
import { memoryOf } from '../process-usage.js';
import { madeUpRegistry } from './made-up-registry.js';
import type { LoadFigure } from './scale-figures.js';

const [routes = 0, examples = 0] = process.argv.slice(2).map(Number);
if (!(routes > 1 && examples > 0)) throw new Error('give the numbers of routes, 2 or more, and of examples');

/** For what threads and parsers leave behind to be freed. */
const SETTLE_MS = 300;

const manifest = await readEncoderManifest(join(packageRoot, 'models', 'all-minilm-l6-v2'));
const { dimensions } = manifest;
const table = await loadStaticEncoder(manifest);
const made = madeUpRoutes({ routes, examples, dimensions });
const background = madeUpRoutes({ routes: BACKGROUND_TEXTS.length, examples: 1, dimensions }, 2);
const vectors = new Map(made.flatMap(({ texts, vectors: all }) => texts.map((text, at) => [text, all[at]])));
for (const [at, text] of BACKGROUND_TEXTS.entries()) vectors.set(text, background[at]?.vectors[0]);

const { registry, bytes: registryBytes } = madeUpRegistry({ models: 2, examples: made });
await settle();
const before = held();
const cpu = process.cpuUsage();
const start = performance.now();
const snapshot = await compile(registry, { encoder: standIn(), table });
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
await settle();
const kept = held() - before;
const { peakMiB } = memoryOf(process.pid);
if (typeof snapshot.index === 'string') throw new Error(`no head was fitted: ${snapshot.index}`);
const figure: LoadFigure = {
  ...{ routes, examples, registryBytes, wallMs, cpuMs: (user + system) / 1000 },
  ...{ keptBytes: kept, peakMiB },
};
process.stdout.write(`${JSON.stringify(figure)}\n`);

/** Gives copies of the vectors that were made up, as a snapshot keeps them; a real one embeds each example once, at the speed that its own section tells. */
function standIn(): Encoder {
  return {
    ...{ dimensions, checksum: 'made up', threads: 1 },
    embed: (text): Promise<Embedding> => {
      const vector = vectors.get(text);
      return Promise.resolve(
        vector === undefined
          ? { ok: false, failure: 'down' }
          : { ok: true, vector: vector.slice(), microseconds: 1 },
      );
    },
    close: () => Promise.resolve(),
  };
}

/** Objects, and arrays outside of the heap; what is merely resident depends on when it was last cleaned. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function settle(): Promise<void> {
  globalThis.gc?.();
  await pause(SETTLE_MS);
  globalThis.gc?.();
}
