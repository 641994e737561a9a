// npm run eval:quality [-- FLAGS]: sets up, then measures how well the router decides; see --help.
import { root } from './paths.mjs';
import { report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

async function main() {
  await setUp();
  const args = ['dist/bench/quality/main.js', ...process.argv.slice(2)];
  const { code } = await run(process.execPath, args, { cwd: root, show: true });
  process.exitCode = code;
}

await main().catch(report);
