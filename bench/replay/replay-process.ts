/** A process of its own, so that no other part of the bench is counted: `node replay-process.js [--quick]`, one line of JSON. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRegistry } from '../../src/config/load.js';
import { openOffline } from '../../src/lab/predict/open-offline.js';
import type { JsonLine } from '../../src/lab/read-jsonl.js';
import { replay } from '../../src/lab/replay/replay.js';
import { createReplayTally, isRefused, type ReplayReport } from '../../src/lab/replay/replay-report.js';
import { trafficSource } from '../../src/lab/replay/replay-source.js';
import { packageRoot } from '../../src/package-root.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { madeUpRoutes } from '../heads/made-up-routes.js';
import { median } from '../statistics.js';
import type { ReplayFigures, ReplaySetName } from './replay-figures.js';

const quick = process.argv.includes('--quick');
const SIZES = quick
  ? { routes: 10, examples: 60, asked: 20, requests: 200, rounds: 1 }
  : { routes: 20, examples: 60, asked: 150, requests: 4_000, rounds: 5 };

/** Texts of the set that the cache answers: each is asked often. */
const REPEATED = 50;

const folder = await mkdtemp(join(tmpdir(), 'dragoman-replay-'));
const { examples, requests } = SIZES;
// Clear routes: whether the fast head may decide must not hang on how one machine rounds.
const routes = madeUpRoutes({ ...SIZES, examples: examples + SIZES.asked, dimensions: 1, ownShare: 0.85 });

try {
  await writeFile(join(folder, 'all.yaml'), registryText());
  const loaded = loadRegistry(folder);
  if (!loaded.ok) throw new Error(`the registry is not valid: ${loaded.problems[0]?.message ?? ''}`);
  const offline = await openOffline(loaded.registry, {
    encoderDirectory: join(packageRoot, 'models', 'all-minilm-l6-v2'),
    asServing: true,
  });
  const figures = await measureSets(offline.snapshot);
  await offline.close();
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function registryText(): string {
  const header = 'apiVersion: dragoman.dev/v1alpha1';
  const models = ['small', 'large'].map(
    (name, at) =>
      `    - { name: ${name}, url: 'http://${name}:8000', price: { input: ${at + 1}, output: 4 } }`,
  );
  const pool = [
    header,
    'kind: ModelPool',
    'metadata: { name: pool }',
    'spec:',
    '  default: large',
    '  models:',
  ];
  const rule = 'match: [{ headers: [{ name: x-team, exact: batch }] }], target: small';
  const specs = [
    ['ruled', rule] as const,
    ...routes.map(({ route, texts }) => {
      const listed = JSON.stringify(texts.slice(0, examples));
      return [route, `target: small, examples: ${listed}`] as const;
    }),
  ];
  const documents = specs.map(
    ([name, spec]) => `---\n${header}\nkind: Route\nmetadata: { name: ${name} }\nspec: { ${spec} }`,
  );
  return [...pool, ...models, ...documents].join('\n');
}

async function measureSets(snapshot: Snapshot): Promise<ReplayFigures> {
  const fast = await decidedFast(snapshot);
  if (fast.length === 0) throw new Error('the fast head decides nothing');
  const ruled = (at: number): JsonLine => row(`what is ${at} and more`, { 'x-team': 'batch' });
  const repeated = (at: number): JsonLine => row(fast[at % Math.min(REPEATED, fast.length)] ?? '');
  const fresh = (at: number): JsonLine => row(fast[at % fast.length] ?? '');
  const sets: Readonly<Record<ReplaySetName, (at: number) => JsonLine>> = {
    rules: ruled,
    cache: repeated,
    'fast head': fresh,
    mixed: (at) => [ruled, repeated, fresh][at % 3]?.(at) ?? ruled(at),
  };
  const found: ReplayFigures['sets'][number][] = [];
  for (const [name, rowOf] of Object.entries(sets)) {
    // As many as there are texts: none of the fast head's set comes twice.
    const rows = Array.from({ length: Math.min(requests, fast.length) }, (_, at) => rowOf(at));
    const rounds: Round[] = [];
    // The first round compiles the code.
    await measureOnce(rows, snapshot);
    for (let round = 0; round < SIZES.rounds; round += 1) rounds.push(await measureOnce(rows, snapshot));
    const layers = rounds[0]?.report.layers.map((layer) => [layer.name, layer.share] as const) ?? [];
    found.push({
      name: name as ReplaySetName,
      requests: rows.length,
      perSecond: median(rounds.map(({ report }) => report.perSecond)),
      cpuUs: median(rounds.map(({ cpuUs }) => cpuUs)),
      layers: Object.fromEntries(layers),
    });
  }
  return { sets: found };
}

/** Texts of which the fast head is sure; the encoder decides the others. */
async function decidedFast(snapshot: Snapshot): Promise<string[]> {
  const texts = routes.flatMap(({ texts: all }) => all.slice(examples));
  const sure: string[] = [];
  let at = 0;
  const requests = trafficSource(
    texts.map((text) => row(text)),
    false,
  ).requests({ tenantHeader: '' }, () => undefined);
  for await (const chunk of replay(requests, snapshot)) {
    for (const { result } of chunk) {
      const text = texts[at] ?? '';
      at += 1;
      if (!isRefused(result) && result.layer === 'fast') sure.push(text);
    }
  }
  return sure;
}

interface Round {
  readonly report: ReplayReport;
  readonly cpuUs: number;
}

async function measureOnce(rows: readonly JsonLine[], snapshot: Snapshot): Promise<Round> {
  const tally = createReplayTally(snapshot.registry.version);
  const before = process.cpuUsage();
  const start = performance.now();
  const source = trafficSource(rows, false).requests({ tenantHeader: '' }, () => undefined);
  for await (const chunk of replay(source, snapshot)) for (const replayed of chunk) tally.add(replayed);
  const report = tally.report((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(before);
  return { report, cpuUs: (user + system) / rows.length };
}

function row(text: string, headers: Readonly<Record<string, string>> = {}): JsonLine {
  return { line: 1, ok: true, value: { text, headers } };
}
