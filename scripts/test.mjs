// npm test [-- FILTER...]: sets up, then runs the compiled tests; a filter is a part of a path, such as `request`.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { chromiumUnavailable, fetchChromium } from './fetch-chromium.mjs';
import { fetchHelm, helmUnavailable } from './fetch-helm.mjs';
import { fetchPromtool, promtoolUnavailable } from './fetch-promtool.mjs';
import { cacheDir, root } from './paths.mjs';
import { SetUpError, report } from './progress.mjs';
import { setUp } from './setup.mjs';

const FILE_TIMEOUT_MS = 20 * 60_000;

/** Programs that only some tests need, by the folder of those tests, and the variable that tells them where it is. */
const PROGRAMS = [
  {
    folder: 'helm',
    of: 'the Helm chart',
    variable: 'DRAGOMAN_HELM',
    unavailable: helmUnavailable,
    fetch: fetchHelm,
  },
  {
    folder: 'deploy/prometheus',
    of: 'the Prometheus rules and the dashboard',
    variable: 'DRAGOMAN_PROMTOOL',
    unavailable: promtoolUnavailable,
    fetch: fetchPromtool,
  },
  {
    folder: 'e2e/console',
    of: 'the console in a browser',
    variable: 'DRAGOMAN_CHROMIUM',
    unavailable: chromiumUnavailable,
    fetch: fetchChromium,
  },
];

async function main() {
  const filters = process.argv.slice(2);
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  const chosen = testFiles(filters);
  if (chosen.length === 0) throw new SetUpError(`no test file matches: ${filters.join(' ')}`);
  const files = await withPrograms(chosen);
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

/** Gets each program that a file needs; without one for this machine, says so and leaves those files out. */
async function withPrograms(files) {
  let left = files;
  for (const { folder, of, variable, unavailable, fetch } of PROGRAMS) {
    const others = left.filter((file) => !relative(root, file).startsWith(join('dist/test', folder, '/')));
    if (others.length === left.length) continue;
    const reason = unavailable();
    if (reason === undefined) {
      process.env[variable] = await fetch(cacheDir);
      continue;
    }
    console.log(`\n!!! SKIPPING the tests of ${of}. ${reason}\n`);
    left = others;
  }
  return left;
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
