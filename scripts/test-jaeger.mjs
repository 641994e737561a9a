// npm run test:jaeger: sets up, gets Jaeger, then looks at the traces of a real stack in it.
import { fetchJaeger } from './fetch-jaeger.mjs';
import { cacheDir, root } from './paths.mjs';
import { report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

/** Not among the files of `npm test`, which end with `.test.js`. */
const TESTS = 'dist/test/e2e/traces-in-jaeger.js';

async function main() {
  const { envoy } = await setUp();
  const jaeger = await fetchJaeger(cacheDir);
  const env = { ...process.env, DRAGOMAN_ENVOY: envoy, DRAGOMAN_JAEGER: jaeger };
  const args = ['--test', '--test-reporter=spec', TESTS];
  const { code } = await run(process.execPath, args, { cwd: root, env, show: true });
  process.exitCode = code;
}

await main().catch(report);
