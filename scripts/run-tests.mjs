// Finds compiled tests and runs them with node's own runner.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './paths.mjs';

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
 * @param {{ concurrency: number, leftOut: number }} options how many run at a time, and how many files were left out
 */
export async function runTests(files, { concurrency, leftOut }) {
  const counts = files.length === 0 ? {} : await countsOf(files, concurrency);
  const passed = counts.pass ?? 0;
  const failed = (counts.fail ?? 0) + (counts.cancelled ?? 0);
  const skipped = (counts.skipped ?? 0) + (counts.todo ?? 0) + leftOut;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0 || (files.length > 0 && passed === 0)) process.exitCode = 1;
}

/** Resolves with the runner's own totals. */
function countsOf(files, concurrency) {
  return new Promise((resolve, reject) => {
    const counts = {};
    const tests = run({ files: [...files], concurrency, timeout: FILE_TIMEOUT_MS });
    tests.on('test:diagnostic', ({ nesting, message }) => {
      const [, name, value] = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(message) ?? [];
      if (nesting === 0 && name !== undefined) counts[name] = Number(value);
    });
    const output = tests.compose(spec);
    output.once('error', reject);
    output.once('end', () => resolve(counts));
    output.pipe(process.stdout);
  });
}
