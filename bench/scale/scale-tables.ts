import { DEFAULTS } from '../../src/config/defaults.js';
import { figure, type Table } from '../table.js';
import { encoderMsOf, type Mix, type Sizing, sizingOf, type Unit } from './capacity.js';

const MIB = 1_048_576;
const RATES = [10, 100, 1_000, 10_000] as const;

/** Traffic that differs most in what it costs; the prompts that reach the encoder have 128 tokens. */
export const MIXES: Readonly<Record<string, Mix>> = {
  'rules and pins only': { fast: 0, encoder: 0, tokens: 128 },
  'fast head for all, encoder for a fifth': { fast: 1, encoder: 0.2, tokens: 128 },
  'fast head and encoder for all': { fast: 1, encoder: 1, tokens: 128 },
};

/** Routes and examples of the registry that the sizing table is for. */
export const SIZED_REGISTRY = { routes: 50, examples: 20 } as const;

export function mib(bytes: number): string {
  const value = bytes / MIB;
  return figure(value, value < 10 ? 1 : 0);
}

/** Memory of a registry's heads and embeddings, in bytes. */
export function registryBytes(
  { perRouteBytes, perExampleBytes }: Unit,
  routes: number,
  examples: number,
): number {
  return routes * (perRouteBytes + examples * perExampleBytes);
}

export function sizingTable(unit: Unit): Table {
  const registryMiB = registryBytes(unit, SIZED_REGISTRY.routes, SIZED_REGISTRY.examples) / MIB;
  const rows = Object.entries(MIXES).flatMap(([name, mix]) =>
    RATES.map((perSecond) => sizingRow(name, sizingOf(unit, mix, perSecond, registryMiB))),
  );
  return {
    head: [
      ...['traffic', 'requests/s', 'replicas', 'Dragoman cores', 'Envoy cores', 'Dragoman memory MiB'],
      ...['records/s', 'records a day GiB', 'cache lookups/s'],
    ],
    rows,
  };
}

function sizingRow(name: string, sizing: Sizing): string[] {
  const { perSecond, replicas, dragomanCores, envoyCores, memoryMiB } = sizing;
  return [
    ...[name, String(perSecond), String(replicas), figure(dragomanCores, 1), figure(envoyCores, 1)],
    figure(memoryMiB, 0),
    ...[String(sizing.recordsPerSecond), figure(sizing.recordBytesPerDay / MIB / 1024, 1)],
    figure(sizing.lookupsPerSecond, 0),
  ];
}

/** What one more of each costs. */
export function growthTable(unit: Unit): Table {
  const { scale, encoder, perRouteBytes, perExampleBytes } = unit;
  const { files, entries, shared } = scale;
  const { decisionCache, stickiness } = DEFAULTS;
  return {
    head: ['one more', 'costs', 'at most'],
    rows: [
      [
        'request',
        `${figure(unit.baseMs)} ms of Dragoman's CPU and ${figure(unit.envoyMs)} ms of Envoy's (2 KB, decided by a rule)`,
        'the thread that serves',
      ],
      ['KiB of a prompt', `${figure(unit.perKibMs, 3)} ms of CPU`, '`limits.maxBodyBytes`'],
      ['request that the fast head reads', `${figure(unit.fastMs)} ms of CPU`, 'the thread that serves'],
      [
        'request that the encoder reads',
        `${encoder.map(({ tokens, ms }) => `${figure(ms, 1)} ms (${tokens} tokens)`).join(', ')} of CPU in a thread of its own`,
        '`encoder.workers`; longer prompts are cut to windows',
      ],
      [
        'record',
        `${figure(unit.recordMs * 1000, 0)} us of CPU, ${figure(unit.recordBytes, 0)} bytes in the store`,
        '`records.maxMebibytes`',
      ],
      [
        'route',
        `${figure(perRouteBytes / 1024, 1)} KiB of memory in each replica, and its examples`,
        'the memory limit',
      ],
      [
        'example',
        `${figure(perExampleBytes / 1024, 2)} KiB of memory in each replica`,
        'the memory limit; the ConfigMap',
      ],
      [
        'model',
        `${figure(files.perModel / 1024, 1)} KiB of Envoy's files, and as a tier ${figure(files.perTier / 1024, 1)} KiB more`,
        '-',
      ],
      [
        'plain route or cascade of known models',
        `${figure(files.perRoute, 0)} bytes of Envoy's files: Dragoman decides, Envoy knows models`,
        '-',
      ],
      [
        'decision in the cache',
        `${figure(entries.cachedDecision, 0)} bytes of memory`,
        `${decisionCache.entries}, ${mib(decisionCache.entries * entries.cachedDecision)} MiB (\`decisionCache.entries\`)`,
      ],
      [
        'conversation',
        `${figure(entries.conversation, 0)} bytes of memory`,
        `${stickiness.conversations}, ${mib(stickiness.conversations * entries.conversation)} MiB (\`stickiness.conversations\`)`,
      ],
      [
        'finding that replicas share',
        `${figure(shared.bytes, 0)} bytes, ${figure(shared.writeUs, 0)} us of CPU to write and ${figure(shared.readUs, 0)} to read`,
        'the server; its `maxmemory`',
      ],
      ['replica', `${figure(unit.residentMiB, 0)} MiB with the encoder loaded, and the registry`, '-'],
    ],
  };
}

/** Registries that were made ready, one after the other. */
export function loadTable({ scale }: Unit): Table {
  return {
    head: [
      'routes',
      'examples each',
      'documents KiB',
      'memory kept MiB',
      'peak while loading MiB',
      'fit, CPU s',
    ],
    rows: scale.loads.map((load) => [
      ...[
        String(load.routes),
        String(load.examples),
        figure(load.registryBytes / 1024, 0),
        mib(load.keptBytes),
      ],
      ...[figure(load.peakMiB, 0), figure(load.cpuMs / 1000, 1)],
    ]),
  };
}

const CONFIG_MAP_BYTES = MIB;
/** Share of one core, and seconds, that embedding examples may take. */
const EXAMPLE_TOKENS = 20;

/** What a single replica meets first, as it grows. */
export function limitTable(unit: Unit): Table {
  const { scale } = unit;
  const bytesEach =
    scale.loads.reduce((sum, load) => sum + load.registryBytes / (load.routes * load.examples), 0) /
    Math.max(1, scale.loads.length);
  const examples = CONFIG_MAP_BYTES / bytesEach;
  const embedMs = encoderMsOf(unit, EXAMPLE_TOKENS);
  const perSecond = (ms: number): string => figure(1000 / ms, 0);
  return {
    head: ['limit', 'reached at', 'then'],
    rows: [
      [
        'the encoder’s thread',
        `${perSecond(encoderMsOf(unit, 128))} prompts/s of 128 tokens that the fast head leaves in doubt`,
        'a bundle, so that the fast head decides more; a shared cache; more replicas, or `encoder.workers` and as many cores',
      ],
      [
        'the thread that serves',
        `${perSecond(unit.baseMs + unit.fastMs)} requests/s that the fast head reads, ${perSecond(unit.baseMs)} by rules`,
        'more replicas: it is one thread',
      ],
      [
        'the ConfigMap',
        `1 MiB: ${figure(examples, 0)} examples as long as those measured (${figure(bytesEach, 0)} bytes each, with what is around them)`,
        '`examplesFrom` files on a volume, or gzip; custom resources have the limit each',
      ],
      [
        'the start',
        `${figure((examples * embedMs) / 1000, 0)} s of CPU to embed that many once`,
        '`--cache` on a volume, or a bundle, which brings its heads',
      ],
      [
        'the memory limit',
        `${figure(unit.residentMiB + registryBytes(unit, 1, examples) / MIB, 0)} MiB with that registry, and another one while it is reloaded`,
        '`resources.limits.memory`',
      ],
      [
        'the store',
        `${mib(86_400 * 100 * unit.recordBytes)} MiB a day at 100 requests/s`,
        'a shorter `records.maxAgeDays`',
      ],
    ],
  };
}
