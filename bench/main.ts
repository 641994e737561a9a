import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { textTable } from '../demo/text-table.js';
import { packageRoot } from '../src/package-root.js';
import { addedTable, judgeTable, memoryTable } from './cascade/cascade-tables.js';
import { measureObservabilityAlone } from './observability/measure-observability.js';
import { observabilityTable } from './observability/observability-table.js';
import { parseOptions, USAGE } from './options.js';
import { performancePage } from './performance-page.js';
import { measureRecords } from './records/measure-records.js';
import { recordTable } from './records/record-table.js';
import { measureReplay } from './replay/measure-replay.js';
import { replayTable } from './replay/replay-table.js';
import { aimTable, describeMachine, figureTable, headTable, ratioTable } from './report.js';
import type { Results } from './results.js';
import { runBench } from './run-bench.js';
import { measureScale } from './scale/measure-scale.js';
import { scalePage } from './scale/scale-page.js';
import type { Table } from './table.js';

const RESULTS = 'bench/results';
const PAGES = { 'docs/performance.md': performancePage, 'docs/scale.md': scalePage } as const;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.writeDocs) await writeDocs();
  else if (options.only === 'records') {
    printTables([recordTable(await measureRecords(options.settings.records))]);
  } else if (options.only === 'replay') {
    printTables([replayTable(await measureReplay(options.settings.smallHeads === true))]);
  } else if (options.only === 'scale') {
    console.log(JSON.stringify(await measureScale(options.settings.smallHeads === true), undefined, 1));
  } else if (options.only === 'observability') {
    const figures = await measureObservabilityAlone(options.settings, (text) => {
      console.error(text);
    });
    printTables([observabilityTable(figures)]);
  } else {
    const results = await runBench(options.settings, (text) => {
      console.error(text);
    });
    await mkdir(dirname(options.out), { recursive: true });
    await writeFile(options.out, `${JSON.stringify(results, undefined, 1)}\n`);
    print(results);
    console.log(`\nRaw figures: ${options.out}`);
  }
}

function print(results: Results): void {
  const tables = [
    ...[ratioTable(results), figureTable(results), headTable(results)],
    ...[addedTable(results.cascade), memoryTable(results.cascade), judgeTable(results.cascade)],
    ...[recordTable(results.records), replayTable(results.replay)],
    ...[observabilityTable(results.observability), aimTable(results)],
  ];
  printTables(tables);
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
