import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { bashCompletion } from './completion/bash-completion.js';
import { fishCompletion } from './completion/fish-completion.js';
import { zshCompletion } from './completion/zsh-completion.js';
import { COMPLETION } from './manual/completion.js';
import { MANUALS } from './manual/manuals.js';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/**
 * The verb `completion`.
 * @returns the exit code
 * @throws DragomanError `usage`
 */
export function completion(argv: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: COMPLETION.flags });
  const [shell = '', ...rest] = positionals;
  if (!isShell(shell) || rest.length > 0) {
    const names = Object.keys(SHELLS).join(', ');
    throw new DragomanError('usage', `completion takes one of ${names}, got "${positionals.join(' ')}"`);
  }
  process.stdout.write(SHELLS[shell](MANUALS));
  return Promise.resolve(0);
}

function isShell(name: string): name is keyof typeof SHELLS {
  return Object.hasOwn(SHELLS, name);
}
