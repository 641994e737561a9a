// npm run test:litellm: sets up, gets LiteLLM, then runs examples/litellm with it.
import { join } from 'node:path';
import { fetchLitellm } from './fetch-litellm.mjs';
import { keepRun } from './keep-run.mjs';
import { cacheDir, root } from './paths.mjs';
import { report } from './progress.mjs';
import { runTests } from './run-tests.mjs';
import { setUp } from './setup.mjs';

/** Not among the files of `npm test`, which end with `.test.js`. */
const TESTS = join(root, 'dist/test/examples/litellm.js');

async function main() {
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  process.env.DRAGOMAN_LITELLM = await fetchLitellm(cacheDir);
  await keepRun('litellm', () => runTests([TESTS], { concurrency: 1 }));
}

await main().catch(report);
