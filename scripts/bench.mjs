// npm run bench [-- FLAG...] and npm run bench:compare -- A.json B.json: sets up, with the load generator, then runs the bench.
import { join } from 'node:path';
import { fetchVegeta } from './fetch-vegeta.mjs';
import { cacheDir, root } from './paths.mjs';
import { report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

/** The first flag of `npm run bench:compare`. */
const COMPARE = '--compare';

/** Flags with which nothing is sent through Envoy. */
const WITHOUT_LOAD = [COMPARE, '--help', '-h', '--write-docs'];

async function main() {
  const flags = process.argv.slice(2);
  const { envoy } = await setUp();
  process.env.DRAGOMAN_ENVOY = envoy;
  if (!flags.some((flag) => WITHOUT_LOAD.includes(flag))) {
    process.env.DRAGOMAN_VEGETA = await fetchVegeta(cacheDir);
  }
  const program = flags[0] === COMPARE ? 'compare/main.js' : 'main.js';
  const args = flags.filter((flag) => flag !== COMPARE);
  const { code } = await run(process.execPath, [join(root, 'dist/bench', program), ...args], {
    cwd: root,
    show: true,
  });
  process.exitCode = code;
}

await main().catch(report);
