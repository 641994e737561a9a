/** A process of its own, so that no other part of the bench is counted: `node records-process.js COUNT`, one line of JSON. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createProgress } from '../../src/cli/output/progress-bar.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import type { RecordStore } from '../../src/store/record-store.js';
import { median } from '../statistics.js';
import { createRecordMaker } from './made-up-records.js';
import { PART, type RecordFigures } from './record-figures.js';

/** As serving writes them. */
const BATCH = 500;
const A_PAGE = 50;
const ROUNDS = 9;
const REPORTS = 3;

const runProgram = promisify(execFile);

const count = Number(process.argv[2]);
if (!Number.isInteger(count) || count < BATCH) throw new Error(`COUNT must be a whole number from ${BATCH}`);
const folder = await mkdtemp(join(tmpdir(), 'dragoman-records-'));
try {
  const file = join(folder, 'records.db');
  const store = await openRecordStore(`sqlite:${file}`);
  const written = await write(store);
  const read = await measureReads(store);
  await store.close();
  const { size } = await stat(file);
  const reports = await measureReports(file);
  const figures: RecordFigures = { records: count, ...written, bytesEach: size / count, ...read, ...reports };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Only the writing is timed, not the making of the records. */
async function write(
  store: RecordStore,
): Promise<Pick<RecordFigures, 'perSecond' | 'slowestPerSecond' | 'cpuUs'>> {
  const make = createRecordMaker(count);
  const progress = createProgress('writing records', count);
  const parts: number[] = [];
  let [milliseconds, partMs, cpuUs] = [0, 0, 0];
  for (let first = 0; first < count; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, at) => make(first + at));
    const cpu = process.cpuUsage();
    const took = await timeOf(() => store.append(batch));
    const { user, system } = process.cpuUsage(cpu);
    [milliseconds, partMs, cpuUs] = [milliseconds + took, partMs + took, cpuUs + user + system];
    progress.advance(batch.length);
    if ((first + BATCH) % PART !== 0) continue;
    parts.push(partMs);
    partMs = 0;
  }
  progress.finish();
  const perSecond = (1000 * count) / milliseconds;
  const slowestPerSecond = parts.length === 0 ? perSecond : (1000 * PART) / Math.max(...parts);
  return { perSecond, slowestPerSecond, cpuUs: cpuUs / count };
}

async function measureReads(
  store: RecordStore,
): Promise<Pick<RecordFigures, 'summaryMs' | 'summaryCpuMs' | 'pageMs' | 'nextPageMs' | 'findMs'>> {
  const cpu = process.cpuUsage();
  const summaryMs = await timeOf(() => store.summarize({}, ['route', 'day']));
  const { user, system } = process.cpuUsage(cpu);
  const { records, next } = await store.page({}, A_PAGE);
  const id = records[0]?.id ?? '';
  return {
    summaryMs,
    summaryCpuMs: (user + system) / 1000,
    pageMs: await medianOf(() => store.page({}, A_PAGE)),
    nextPageMs: await medianOf(() => store.page({}, A_PAGE, next)),
    findMs: await medianOf(() => store.find(id)),
  };
}

/** The verb as a person runs it. */
async function measureReports(file: string): Promise<Pick<RecordFigures, 'reportMs' | 'reportByTenantMs'>> {
  const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  // The records are of one month in the past.
  const command = [program, 'report', '--records', `sqlite:${file}`, '--since', '2025-12-31', '--json'];
  const run = async (...more: readonly string[]): Promise<void> => {
    const { stdout } = await runProgram(process.execPath, [...command, ...more], { maxBuffer: 2 ** 26 });
    const { records } = JSON.parse(stdout) as { readonly records: number };
    if (records !== count) throw new Error(`the report is about ${records} records instead of ${count}`);
  };
  return {
    reportMs: await medianOf(() => run(), REPORTS),
    reportByTenantMs: await medianOf(() => run('--by', 'tenant'), REPORTS),
  };
}

async function medianOf(work: () => Promise<unknown>, rounds: number = ROUNDS): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timeOf(work));
  return median(times);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
