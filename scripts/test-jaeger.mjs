// npm run test:jaeger: sets up, gets Jaeger, then looks at the traces of a real stack in it.
import { join } from 'node:path';
import { fetchJaeger } from './fetch-jaeger.mjs';
import { keepRun } from './keep-run.mjs';
import { cacheDir, root } from './paths.mjs';
import { report } from './progress.mjs';
import { runTests } from './run-tests.mjs';
import { setUp } from './setup.mjs';

/** Not among the files of `npm test`, which end with `.test.js`. */
const TESTS = join(root, 'dist/test/e2e/traces-in-jaeger.js');

async function main() {
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  process.env.DRAGOMAN_JAEGER = await fetchJaeger(cacheDir);
  await keepRun('jaeger', () => runTests([TESTS], { concurrency: 1 }));
}

await main().catch(report);
