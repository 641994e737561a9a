import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../../../../demo/node-flags.js';

const MAIN = fileURLToPath(new URL('../../../../src/cli/main.js', import.meta.url));

/** The command line that runs `dragoman` in the usual stack. @param flags more flags of Node */
export function dragomanCommand(flags: readonly string[] = []): readonly string[] {
  return [process.execPath, ...NODE_FLAGS, ...flags, MAIN];
}
