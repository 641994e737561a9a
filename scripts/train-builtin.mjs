// npm run train:builtin [-- FOLDER [SIGNAL...]]: sets up, then makes the built-in heads and their card again; without
// SIGNAL the gate and its card too, in models/gate or FOLDER/gate.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { report, run } from './progress.mjs';
import { setUp } from './setup.mjs';

async function main() {
  await setUp();
  const given = process.argv.slice(2);
  const programs = [['dist/src/lab/builtin/main.js', ...given]];
  if (given.length < 2)
    programs.push(['dist/src/lab/builtin/gate/main.js', ...given.map((folder) => join(folder, 'gate'))]);
  for (const args of programs) {
    const { code } = await run(process.execPath, args, { cwd: root, show: true });
    if (code === 0) continue;
    process.exitCode = code;
    return;
  }
}

await main().catch(report);
