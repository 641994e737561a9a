// npm run train:builtin [-- FOLDER [SIGNAL...]]: sets up, then makes the built-in heads and their card again.
import { root } from './paths.mjs';
import { report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

async function main() {
  await setUp();
  const args = ['dist/src/lab/train/main.js', ...process.argv.slice(2)];
  const { code } = await run(process.execPath, args, { cwd: root, show: true });
  process.exitCode = code;
}

await main().catch(report);
