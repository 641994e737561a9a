import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ofSourceNow } from '../../../bench/source.js';
import { packageRoot } from '../../../src/package-root.js';
import type { BatchReport } from './batch-messages.js';
import { fuzzPage } from './fuzz-page.js';
import { readInput } from './input-json.js';
import { type FuzzOptions, parseOptions, USAGE } from './options.js';
import { keepRegression } from './regression-files.js';
import { type FuzzResults, readResults, RESULTS_FILE, resultsOf } from './results.js';
import { runFuzz } from './run-fuzz.js';
import { removeScratchFolders } from './scratch-folder.js';
import { TARGETS } from './targets.js';

const THREADS = 2;
/** Whose inputs are bytes that code branches on. */
const GUIDED = [
  'wire-messages',
  'parse-request',
  'model-rewrite',
  'sse-splitter',
  'answer-gate',
  'registry-loader',
];
const PAGE = join(packageRoot, 'docs/fuzz.md');

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else if (options.writeDocs) writeFileSync(PAGE, await fuzzPage(readResults(), PAGE));
  else await fuzz(options);
}

async function fuzz({ inputs, mostMs, seed, only, guided }: FuzzOptions): Promise<void> {
  const targets = TARGETS.filter(({ name }) => only === undefined || name === only);
  console.log(`${targets.length} targets, seed ${seed}`);
  const started = performance.now();
  const source = ofSourceNow();
  const plan = {
    targets,
    inputs,
    mostMs,
    seed,
    threads: THREADS,
    guided: { targets: GUIDED, inputs: guided },
  };
  const totals = await runFuzz(plan, progressTeller(started));
  const seconds = Math.round((performance.now() - started) / 1000);
  const results = resultsOf(totals, { ...source, seed, threads: THREADS, seconds });
  for (const { target, message, stack, input, seed: batchSeed } of totals.failures) {
    const file = input === '' ? 'no input' : keepRegression(target, readInput(input));
    console.log(`\nFAILED ${target}: ${message}\n  seed ${batchSeed}, ${file}\n${stack}`);
  }
  printTable(results);
  if (only === undefined) {
    const path = join(packageRoot, RESULTS_FILE);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  }
  if (totals.failures.length > 0) process.exitCode = 1;
}

/** A line each ten seconds, or for a failure. */
function progressTeller(started: number): (report: BatchReport) => void {
  let [done, told] = [0, started];
  return ({ inputs, failure }) => {
    done += inputs;
    const now = performance.now();
    if (failure !== undefined) console.log(`failed: ${failure.target}: ${failure.message}`);
    if (now - told < 10_000) return;
    told = now;
    const seconds = (now - started) / 1000;
    console.log(`${done} inputs, ${Math.round(done / seconds)} a second`);
  };
}

function printTable({ targets, guided, inputs, seconds }: FuzzResults): void {
  const rows = [...targets].sort((a, b) => b.failures - a.failures);
  for (const { target, inputs: count, cpuMs, failures } of rows) {
    const rate = cpuMs === 0 ? 0 : Math.round((count * 1000) / cpuMs);
    console.log(
      `${target.padEnd(18)} ${String(count).padStart(9)} ${String(rate).padStart(7)}/s  ${failures} failures`,
    );
  }
  for (const { target, reached, byGrammar, byGuidance } of guided) {
    console.log(
      `guided ${target}: ${reached} characters of code, +${byGrammar} by grammar, +${byGuidance} by mutation`,
    );
  }
  console.log(`${inputs} inputs in ${seconds} s`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  removeScratchFolders();
}
