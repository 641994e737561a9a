/** `npm run test:soak`: see the usage in `options.ts`. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { textTable } from '../../../demo/text-table.js';
import { packageRoot } from '../../../src/package-root.js';
import { parseOptions, RESULTS_FILE, USAGE, type SoakOptions } from './options.js';
import { runSoak } from './run-soak.js';
import { PAGE_FILE, soakPage } from './soak-page.js';
import type { SoakResults } from './soak-results.js';
import { figureTable, goalTable, windowTable } from './soak-tables.js';
import { goalsOf } from './trends.js';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.writeDocs) await writeDocs();
  else await measure(options);
}

async function measure(options: SoakOptions): Promise<void> {
  const results = await runSoak({
    ...{ minutes: options.minutes, rate: options.rate, logs: 'soak' },
    say: (line) => {
      console.error(line);
    },
    keep: (told) => {
      keep(options.out, told);
      const { seconds, fates, samples } = told;
      console.error(`${seconds} s: ${JSON.stringify(fates)}, ${samples.at(-1)?.dragomanMiB ?? '-'} MiB`);
    },
  });
  for (const { head, rows } of [goalTable(results), figureTable(results), windowTable(results)]) {
    console.log(`\n${textTable(head, rows)}`);
  }
  for (const fault of results.faults) console.log(fault);
  console.log(`\nFigures: ${options.out}`);
  if (goalsOf(results).some(({ met }) => !met)) process.exitCode = 1;
}

/** A run that is cut leaves a whole file. */
function keep(file: string, results: SoakResults): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(results, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}

async function writeDocs(): Promise<void> {
  const results = JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as SoakResults;
  const page = join(packageRoot, PAGE_FILE);
  writeFileSync(page, await soakPage(results, page));
  console.log(`wrote ${PAGE_FILE} from ${RESULTS_FILE}`);
}

await main();
