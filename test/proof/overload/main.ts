/** `npm run test:overload`: see the usage in `options.ts`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { textTable } from '../../../demo/text-table.js';
import { packageRoot } from '../../../src/package-root.js';
import { type OverloadOptions, parseOptions, RESULTS_FILE, USAGE } from './options.js';
import { overloadPage, PAGE_FILE } from './overload-page.js';
import type { OverloadResults } from './overload-results.js';
import { goalTable, phaseTable, windowTable } from './overload-tables.js';
import { runOverload } from './run-overload.js';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.writeDocs) await writeDocs();
  else await measure(options);
}

async function measure(options: OverloadOptions): Promise<void> {
  const { seconds, rate, only } = options;
  const say = (line: string): void => {
    console.error(line);
  };
  const results = await runOverload({ seconds, rate, only, say });
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(results, undefined, 1)}\n`);
  for (const run of results.runs) {
    for (const { head, rows } of [goalTable(run), phaseTable(run), windowTable(run)]) {
      console.log(`\n${textTable(head, rows)}`);
    }
    for (const fault of run.faults) console.log(fault);
  }
  console.log(`\nFigures: ${options.out}`);
  const bad = results.runs.flatMap(({ phases }) => phases.map(({ fates }) => fates.lost + fates.wrong));
  if (bad.some((count) => count > 0)) process.exitCode = 1;
}

async function writeDocs(): Promise<void> {
  const results = JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as OverloadResults;
  const page = join(packageRoot, PAGE_FILE);
  writeFileSync(page, await overloadPage(results, page));
  console.log(`wrote ${PAGE_FILE} from ${RESULTS_FILE}`);
}

await main();
