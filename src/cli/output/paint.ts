import { inspect } from 'node:util';
import type { OutputStream } from './terminal-width.js';

/** Colours text; returns it as it is where colours are not wanted. */
export interface Paint {
  readonly heading: (text: string) => string;
  readonly good: (text: string) => string;
  readonly doubtful: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly faint: (text: string) => string;
}

/**
 * Colours where the stream is a terminal. `FORCE_COLOR` (https://force-color.org) asks for them anywhere, `0` for none;
 * `NO_COLOR` (https://no-color.org) refuses them. Where both are set the first holds, as for Node itself.
 *
 * @param stream default stdout
 */
export function paintFor(
  stream: OutputStream = process.stdout,
  environment: NodeJS.ProcessEnv = process.env,
): Paint {
  if (!isColourful(stream, environment)) return PLAIN;
  return {
    heading: (text) => styled('bold', text),
    good: (text) => styled('green', text),
    doubtful: (text) => styled('yellow', text),
    bad: (text) => styled('red', text),
    faint: (text) => styled('dim', text),
  };
}

function isColourful({ isTTY }: OutputStream, environment: NodeJS.ProcessEnv): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return !['0', 'false'].includes(forced);
  if ((environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb') return false;
  return isTTY === true;
}

/** `styleText` of node:util looks at the environment by itself in some versions of Node, and not in others. */
function styled(style: string, text: string): string {
  const [open, close] = inspect.colors[style] ?? [0, 0];
  return `\u001b[${open}m${text}\u001b[${close}m`;
}

const asItIs = (text: string): string => text;

/** No colours. */
export const PLAIN: Paint = {
  heading: asItIs,
  good: asItIs,
  doubtful: asItIs,
  bad: asItIs,
  faint: asItIs,
};
