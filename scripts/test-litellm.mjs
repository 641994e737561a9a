// npm run test:litellm: sets up, gets LiteLLM, then runs examples/litellm with it.
import { fetchLitellm } from './fetch-litellm.mjs';
import { cacheDir, root } from './paths.mjs';
import { report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

/** Not among the files of `npm test`, which end with `.test.js`. */
const TESTS = 'dist/test/examples/litellm.js';

async function main() {
  const { envoy } = await setUp();
  const litellm = await fetchLitellm(cacheDir);
  const env = { ...process.env, DRAGOMAN_ENVOY: envoy, DRAGOMAN_LITELLM: litellm };
  const args = ['--test', '--test-reporter=spec', TESTS];
  const { code } = await run(process.execPath, args, { cwd: root, env, show: true });
  process.exitCode = code;
}

await main().catch(report);
