// npm run verify: everything a change must pass, in the order in which it is cheapest to fail.
import { keepRun } from './keep-run.mjs';
import { root } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';
import { setUp } from './setup.mjs';

const node = process.execPath;
const STEPS = [
  ['generate', node, ['scripts/generate.mjs']],
  ['format', node, ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.']],
  ['lint', node, ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
  ['types', node, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']],
  ['types of the page', node, ['node_modules/typescript/bin/tsc', '-p', 'src/console/page', '--noEmit']],
  ['tests', node, ['scripts/test.mjs']],
  ['docs', node, ['scripts/check-docs.mjs']],
  ['nothing left to add', 'git', ['--no-pager', 'diff', '--exit-code']],
];

async function main() {
  await setUp();
  await keepRun('verify', runSteps);
}

async function runSteps() {
  for (const [title, command, args] of STEPS) {
    await step(title, async () => {
      const { code } = await run(command, args, { cwd: root, show: true });
      if (code !== 0) throw new SetUpError(`verify stopped at: ${title} (exit code ${code})`);
    });
  }
  await requireNoUntracked();
  return { ok: true };
}

/** `git diff` does not see new files, such as generated ones that nobody has added. */
async function requireNoUntracked() {
  const { output } = await run('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: root });
  const untracked = output.split('\n').filter((line) => line.startsWith('??'));
  if (untracked.length === 0) return;
  throw new SetUpError(
    `verify found files that git does not track; add or remove them:\n${untracked.join('\n')}`,
  );
}

await main().catch(report);
