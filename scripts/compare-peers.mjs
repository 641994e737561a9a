// npm run compare:peers [-- --write-docs]: sets up, gets the peers, then compares and fills docs/compare.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchPeers } from './fetch-peers.mjs';
import { fillBlock } from './generate/fill-block.mjs';
import { cacheDir, root } from './paths.mjs';
import { report, run, SetUpError } from './progress.mjs';
import { setUp } from './setup.mjs';

const PAGE = 'docs/compare.md';
const RESULTS = 'bench/peers/results/results.json';
const USAGE = `npm run compare:peers -- [--write-docs]

Runs Dragoman and its peers side by side on stand-in models, writes ${RESULTS} and fills ${PAGE}.

  --write-docs  run nothing; fill ${PAGE} from ${RESULTS}
`;

async function main() {
  const flags = process.argv.slice(2);
  if (flags.some((flag) => flag !== '--write-docs'))
    throw new SetUpError(`unknown flag: ${flags[0]}\n\n${USAGE}`);
  const { envoy } = await setUp();
  const program = join(root, 'dist/bench/peers');
  if (flags.length === 0) {
    const env = { ...process.env, DRAGOMAN_ENVOY: envoy, ...(await fetchPeers(cacheDir)) };
    const { code } = await run(process.execPath, [join(program, 'main.js'), join(root, RESULTS)], {
      ...{ cwd: root, env, show: true },
    });
    if (code !== 0) throw new SetUpError(`the comparison ended with ${code}; ${PAGE} is as it was.`);
  }
  const { comparisonBlocks } = await import(pathToFileURL(join(program, 'compare-blocks.js')).href);
  for (const [name, text] of Object.entries(comparisonBlocks(read()))) await fillBlock(PAGE, name, text);
}

function read() {
  try {
    return JSON.parse(readFileSync(join(root, RESULTS), 'utf8'));
  } catch {
    return undefined;
  }
}

await main().catch(report);
