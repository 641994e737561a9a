import { createCleanUp } from '../support/clean-up.js';
import { adapt, choosePorts } from './adapt.js';
import type { Block, Page } from './page.js';
import { missingLine } from './printed-text.js';
import { installPrograms } from './programs.js';
import { serve } from './served.js';
import { startShell, type Finished } from './shell.js';
import { makeWorkspace } from './workspace.js';

const BLOCK_TIMEOUT_MS = 60_000;

/** Whether the test of the pages runs it, and not another one. */
export function isRunHere({ how }: Block): boolean {
  return how === 'run' || how === 'served';
}

/**
 * Runs the blocks of a page in their order, in a workspace of its own, and holds what they print against what the page shows.
 *
 * @throws Error with page and line, the commands, how they ended and all that they printed
 */
export async function runPage(page: Page): Promise<void> {
  const blocks = page.blocks.filter(isRunHere);
  const cleanUp = createCleanUp();
  try {
    const workspace = makeWorkspace();
    cleanUp.add(workspace.remove);
    const ports = await choosePorts(blocks.map(({ script }) => script));
    const shell = startShell({ ...workspace, env: await installPrograms(workspace, ports) });
    cleanUp.add(() => shell.stop());
    const firstServed = blocks.find(({ how }) => how === 'served');
    for (const block of blocks) {
      if (block === firstServed) await serve(workspace, ports, cleanUp);
      const script = adapt(block.script, ports, workspace.temporary);
      const finished = await shell.run(script, BLOCK_TIMEOUT_MS);
      const wrong = finished.failure ?? differs(block, finished);
      if (wrong !== undefined) throw new Error(report(page, block, finished, wrong));
    }
  } finally {
    await cleanUp.run();
  }
}

/** A page shows what is printed on the standard output, or on both in either order. */
function differs({ prints }: Block, { stdout, stderr }: Finished): string | undefined {
  if (prints === undefined) return undefined;
  const missing = [stdout, `${stderr}\n${stdout}`, `${stdout}\n${stderr}`].map((printed) =>
    missingLine(prints, printed),
  );
  return missing.includes(undefined) ? undefined : `the page shows what was not printed: ${missing[0] ?? ''}`;
}

function report(
  { path }: Page,
  { line, script }: Block,
  { stdout, stderr }: Finished,
  wrong: string,
): string {
  const parts = [
    `${path}:${line} ${wrong}`,
    script,
    '--- stdout',
    stdout.trimEnd(),
    '--- stderr',
    stderr.trimEnd(),
  ];
  return parts.join('\n');
}
