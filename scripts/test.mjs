// npm test [-- FILTER...]: sets up, then runs the compiled tests; a filter is a part of a path, such as `request`.
// --long runs the long suites (*.long.test.js) instead.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { SetUpError, report } from './progress.mjs';
import { cacheDir, root, setUp } from './setup.mjs';

const FILE_TIMEOUT_MS = 20 * 60_000;

async function main() {
  const args = process.argv.slice(2);
  const long = args.includes('--long');
  const filters = args.filter((arg) => arg !== '--long');
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  const { fetchHelm } = await import('./fetch-helm.mjs');
  process.env.DRAGOMAN_HELM = await fetchHelm(cacheDir);
  const files = testFiles(long, filters);
  if (files.length === 0) throw new SetUpError(`no test file matches: ${filters.join(' ')}`);
  const counts = await runTests(files);
  const failed = (counts.fail ?? 0) + (counts.cancelled ?? 0);
  const skipped = (counts.skipped ?? 0) + (counts.todo ?? 0);
  const passed = counts.pass ?? 0;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

function testFiles(long, filters) {
  const folder = join(root, 'dist/test');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js') && name.endsWith('.long.test.js') === long)
    .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(sourceName(filter))))
    .sort()
    .map((name) => join(folder, name));
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
