// npm test [-- FILTER...]: sets up, then runs the compiled tests; a filter is a part of a path, such as `request`.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fetchHelm, helmUnavailable } from './fetch-helm.mjs';
import { cacheDir, root } from './paths.mjs';
import { SetUpError, report } from './progress.mjs';
import { setUp } from './setup.mjs';

const FILE_TIMEOUT_MS = 20 * 60_000;
const HELM_TESTS = join('dist/test/helm/');

async function main() {
  const filters = process.argv.slice(2);
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  const chosen = testFiles(filters);
  if (chosen.length === 0) throw new SetUpError(`no test file matches: ${filters.join(' ')}`);
  const files = await withHelm(chosen);
  const counts = files.length === 0 ? {} : await runTests(files);
  const failed = (counts.fail ?? 0) + (counts.cancelled ?? 0);
  const skipped = (counts.skipped ?? 0) + (counts.todo ?? 0) + chosen.length - files.length;
  const passed = counts.pass ?? 0;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

function testFiles(filters) {
  const folder = join(root, 'dist/test');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(sourceName(filter))))
    .sort()
    .map((name) => join(folder, name));
}

/** Gets Helm when a file needs it; without one for this platform, says so and leaves those files out. */
async function withHelm(files) {
  const others = files.filter((file) => !relative(root, file).startsWith(HELM_TESTS));
  if (others.length === files.length) return files;
  const unavailable = helmUnavailable();
  if (unavailable === undefined) {
    process.env.DRAGOMAN_HELM = await fetchHelm(cacheDir);
    return files;
  }
  console.log(`\n!!! SKIPPING the tests of the Helm chart. ${unavailable}\n`);
  return others;
}

/** `test/request/x.test.ts` and `dist/test/request/x.test.js` are the same filter as `request/x.test`. */
function sourceName(filter) {
  return relative('', filter)
    .replace(/^(dist\/)?test\//, '')
    .replace(/\.[jt]s$/, '');
}

/** Runs the files, two at a time, each in its own process; resolves with the runner's own totals. */
function runTests(files) {
  return new Promise((resolve, reject) => {
    const counts = {};
    const tests = run({ files, concurrency: 2, timeout: FILE_TIMEOUT_MS });
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

await main().catch(report);
