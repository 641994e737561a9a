import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { textTable } from '../../demo/text-table.js';
import { packageRoot } from '../../src/package-root.js';
import { dataUnavailable } from '../../src/lab/data-folder.js';
import { parseOptions, type QualityOptions, USAGE } from './options.js';
import { qualityPage } from './quality-page.js';
import { aimTable, belowFloor, describeRun } from './report.js';
import type { Results } from './results.js';
import { runQuality } from './run-quality.js';

const RESULTS = 'bench/quality/results';
const PAGE = 'docs/quality.md';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.writeDocs) await writeDocs();
  else await measure(options);
}

async function measure({ only, out, floors }: QualityOptions): Promise<void> {
  const missing = dataUnavailable();
  if (missing !== undefined) {
    console.error(missing);
    process.exitCode = 1;
    return;
  }
  const results = await runQuality(only, (text) => {
    console.error(text);
  });
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, `${JSON.stringify(results, undefined, 1)}\n`);
  const { head, rows } = aimTable(results);
  console.log(`\n${textTable(head, rows)}\n\n${describeRun(results).join('\n')}`);
  const below = belowFloor(results);
  if (below.length > 0) console.log(`\nBelow the floor:\n${below.join('\n')}`);
  if (floors && below.length > 0) process.exitCode = 1;
  console.log(`\nRaw figures: ${out}`);
}

/** File names are dates, so the last one is the newest. */
async function writeDocs(): Promise<void> {
  const names = (await readdir(join(packageRoot, RESULTS))).filter((name) => name.endsWith('.json')).sort();
  const newest = names.at(-1);
  if (newest === undefined) throw new Error(`${RESULTS} holds no figures; run npm run eval:quality first.`);
  const source = `${RESULTS}/${newest}`;
  const results = JSON.parse(await readFile(join(packageRoot, source), 'utf8')) as Results;
  const page = join(packageRoot, PAGE);
  await writeFile(page, await qualityPage(results, source, page));
  console.log(`wrote ${PAGE} from ${source}`);
}

await main();
