// npm run test:faults (and test:fuzz, test:overload, test:soak) [-- FLAG...]: sets up, then runs one proof of test/proof.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { SetUpError, report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

async function main() {
  const [name, ...flags] = process.argv.slice(2);
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  const program = join(root, `dist/test/proof/${name}/main.js`);
  if (!existsSync(program)) throw new SetUpError(`there is no proof called "${name}" in test/proof.`);
  const { code } = await run(process.execPath, [program, ...flags], { cwd: root, show: true });
  process.exitCode = code;
}

await main().catch(report);
