import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { textTable } from '../demo/text-table.js';
import { packageRoot } from '../src/package-root.js';
import { addedTable, judgeTable, memoryTable } from './cascade/cascade-tables.js';
import { measureObservabilityAlone } from './observability/measure-observability.js';
import { observabilityTable } from './observability/observability-table.js';
import { type BenchOptions, type OnlyPart, parseOptions, USAGE } from './options.js';
import { performancePage } from './performance-page.js';
import { measureRecords } from './records/measure-records.js';
import { recordTable } from './records/record-table.js';
import { measureReplay } from './replay/measure-replay.js';
import { replayTable } from './replay/replay-table.js';
import {
  costTable,
  latencyTable,
  memoryTable as pathMemory,
  ratioTable,
  startTable,
} from './path/path-tables.js';
import { aimTable, describeMachine, headTable } from './report.js';
import type { Results } from './results.js';
import { runBench, runPath } from './run-bench.js';
import { measureScale } from './scale/measure-scale.js';
import { scalePage } from './scale/scale-page.js';
import type { Table } from './table.js';

const RESULTS = 'bench/results';
const PAGES = { 'docs/performance.md': performancePage, 'docs/scale.md': scalePage } as const;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.writeDocs) await writeDocs();
  else if (options.only === undefined) await keep(await runBench(options, tell), options.out);
  else if (options.only === 'path') await keep(await runPath(options, tell), options.out);
  else await printPart(options.only, options);
}

function tell(text: string): void {
  console.error(text);
}

async function printPart(part: Exclude<OnlyPart, 'path'>, { settings }: BenchOptions): Promise<void> {
  const isSmall = settings.smallHeads === true;
  if (part === 'records') printTables([recordTable(await measureRecords(settings.records))]);
  else if (part === 'replay') printTables([replayTable(await measureReplay(isSmall))]);
  else if (part === 'scale') console.log(JSON.stringify(await measureScale(isSmall), undefined, 1));
  else printTables([observabilityTable(await measureObservabilityAlone(settings, tell))]);
}

async function keep(results: Results, out: string): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${JSON.stringify(results, undefined, 1)}\n`);
  print(results);
  console.log(`\nRaw figures: ${out}`);
}

function print(results: Results): void {
  const { path } = results;
  printTables([
    ...[ratioTable(path), costTable(path), latencyTable(path), pathMemory(path), startTable(path)],
    ...[headTable(results), addedTable(results.cascade)],
    ...[memoryTable(results.cascade), judgeTable(results.cascade)],
    ...[recordTable(results.records), replayTable(results.replay)],
    ...[observabilityTable(results.observability), aimTable(results, 'met'), aimTable(results, 'missed')],
  ]);
  console.log(`\n${describeMachine(results).join('\n')}`);
}

function printTables(tables: readonly (Table | undefined)[]): void {
  for (const table of tables) if (table !== undefined) console.log(`\n${textTable(table.head, table.rows)}`);
}

/** File names are dates, so the last one is the newest. */
async function writeDocs(): Promise<void> {
  const names = (await readdir(join(packageRoot, RESULTS))).filter((name) => name.endsWith('.json')).sort();
  const newest = names.at(-1);
  if (newest === undefined) throw new Error(`${RESULTS} holds no figures; run npm run bench first.`);
  const source = `${RESULTS}/${newest}`;
  const results = JSON.parse(await readFile(join(packageRoot, source), 'utf8')) as Results;
  for (const [page, textOf] of Object.entries(PAGES)) {
    const path = join(packageRoot, page);
    const text = await textOf(results, source, path);
    if (text !== undefined) await writeFile(path, text);
    console.log(text === undefined ? `${source} lacks what ${page} tells` : `wrote ${page} from ${source}`);
  }
}

await main();
