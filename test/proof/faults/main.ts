/** `npm run test:faults`: see the usage in `options.ts`. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeThisMachine } from '../../../bench/machine.js';
import { ofSourceNow } from '../../../bench/source.js';
import { envoyBinary } from '../../../demo/envoy-binary.js';
import { textTable } from '../../../demo/text-table.js';
import { packageRoot } from '../../../src/package-root.js';
import { ALL_FAULTS, faultsNamed } from './all-faults.js';
import { isMet, type FaultResult, type FaultResults } from './fault-results.js';
import { recoveryTable, worstFirst } from './fault-tables.js';
import { faultsPage, PAGE_FILE } from './faults-page.js';
import { parseOptions, RESULTS_FILE, USAGE, type FaultOptions } from './options.js';
import { runFault } from './run-fault.js';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.list) list();
  else if (options.writeDocs) await writeDocs();
  else await measure(options);
}

function list(): void {
  for (const { name, what, requires } of ALL_FAULTS) {
    const leftOut = requires?.();
    console.log(`${name}: ${what}${leftOut === undefined ? '' : ` CANNOT BE RUN HERE: ${leftOut}`}`);
  }
}

async function measure(options: FaultOptions): Promise<void> {
  const machine = describeThisMachine(await envoyBinary());
  const faults = options.only === undefined ? ALL_FAULTS : faultsNamed(options.only);
  const source = ofSourceNow();
  const results: FaultResult[] = [];
  for (const fault of faults) {
    console.error(`${fault.name}: ${fault.what}`);
    const result = await runFault(fault, options).catch((error: unknown) => ({
      ...{ name: fault.name, what: fault.what, users: fault.users, perSecond: options.perSecond },
      failed: error instanceof Error ? error.message : String(error),
    }));
    results.push({ ...result, ...source });
    tell(result);
    keep(options.out, {
      startedAt: new Date().toISOString(),
      machine,
      command: `npm run test:faults -- --seconds ${options.seconds} --per-second ${options.perSecond}`,
      faults: merged(options, results),
    });
  }
  const { head, rows } = recoveryTable(worstFirst(results));
  console.log(`\n${textTable(head, rows)}\n\nFigures: ${options.out}`);
  if (!results.every(isMet)) process.exitCode = 1;
}

function tell({ figures, leftOut, failed }: FaultResult): void {
  if (leftOut !== undefined) console.error(`  LEFT OUT: ${leftOut}`);
  if (failed !== undefined) console.error(`  FAILED: ${failed}`);
  for (const { what, count } of figures?.odd ?? []) console.error(`  ${count} ${what}`);
  for (const { what, count } of figures?.errors ?? []) console.error(`  ${count} logged: ${what}`);
}

/** With `--only`, the figures of the other faults stay. */
function merged({ out, only }: FaultOptions, results: readonly FaultResult[]): readonly FaultResult[] {
  if (only === undefined || !existsSync(out)) return results;
  const before = (JSON.parse(readFileSync(out, 'utf8')) as FaultResults).faults;
  const all = new Map([...before, ...results].map((result) => [result.name, result]));
  return ALL_FAULTS.flatMap(({ name }) => all.get(name) ?? []);
}

/** A run that is cut leaves a whole file. */
function keep(file: string, results: FaultResults): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(results, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}

async function writeDocs(): Promise<void> {
  const results = JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as FaultResults;
  const page = join(packageRoot, PAGE_FILE);
  writeFileSync(page, await faultsPage(results, page));
  console.log(`wrote ${PAGE_FILE} from ${RESULTS_FILE}`);
}

await main();
