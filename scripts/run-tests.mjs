// Finds compiled tests and runs them with node's own runner.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './paths.mjs';
import { collectEvents, sourceOf } from './test-events.mjs';

const FILE_TIMEOUT_MS = 20 * 60_000;

/**
 * @param {readonly string[]} filters parts of a path, such as `request`; without any, every file
 * @returns {string[]} paths of the tests in `dist/test`, sorted
 */
export function testFiles(filters) {
  const folder = join(root, 'dist/test');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(sourceName(filter))))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether a test's file is in this folder of `dist/test`. */
export function isIn(folder, file) {
  return relative(root, file).startsWith(join('dist/test', folder, '/'));
}

/** `test/request/x.test.ts` and `dist/test/request/x.test.js` are the same filter as `request/x.test`. */
function sourceName(filter) {
  return relative('', filter)
    .replace(/^(dist\/)?test\//, '')
    .replace(/\.[jt]s$/, '');
}

/**
 * Runs the files, each in its own process, and prints the sum; the exit status tells whether all of them passed.
 * @param {readonly string[]} files
 * @param {object} options
 * @param {number} options.concurrency how many files run at a time
 * @param {readonly { what: string, why: string, files: readonly string[] }[]} [options.leftOut] files that cannot be run here
 * @returns {Promise<object>} what a run notes, see test/proof/status/run-record.ts
 */
export async function runTests(files, { concurrency, leftOut = [] }) {
  const { totals, failures, skips, loads } = await eventsOf(files, concurrency);
  const passed = totals.pass ?? 0;
  const failed = (totals.fail ?? 0) + (totals.cancelled ?? 0);
  const unseen = leftOut.reduce((sum, { files: { length } }) => sum + length, 0);
  const skipped = (totals.skipped ?? 0) + (totals.todo ?? 0) + unseen;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  const ok = failed === 0 && (files.length === 0 || passed > 0);
  if (!ok) process.exitCode = 1;
  const told = leftOut.map((one) => ({ ...one, files: one.files.map(sourceOf) }));
  return { ok, passed, failed, failures, skips, leftOut: told, loads };
}

function eventsOf(files, concurrency) {
  if (files.length === 0) return { totals: {}, failures: [], skips: [], loads: [] };
  return new Promise((resolve, reject) => {
    const tests = run({ files: [...files], concurrency, timeout: FILE_TIMEOUT_MS });
    const events = collectEvents(tests);
    const output = tests.compose(spec);
    output.once('error', reject);
    output.once('end', () => resolve(events));
    output.pipe(process.stdout);
  });
}
