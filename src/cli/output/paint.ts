import { styleText } from 'node:util';

/** Colours a line of output; returns it as it is where there is no terminal. */
export interface Paint {
  heading(line: string): string;
  good(line: string): string;
  bad(line: string): string;
  faint(line: string): string;
}

/**
 * Colours for a stream that is a terminal, unless `NO_COLOR` is set (https://no-color.org).
 * @param stream default stdout
 */
export function paintFor(stream: { readonly isTTY?: boolean } = process.stdout): Paint {
  if (stream.isTTY !== true || (process.env['NO_COLOR'] ?? '') !== '') return PLAIN;
  return {
    heading: (line) => styleText('bold', line),
    good: (line) => styleText('green', line),
    bad: (line) => styleText('red', line),
    faint: (line) => styleText('dim', line),
  };
}

const asItIs = (line: string): string => line;

/** No colours. */
const PLAIN: Paint = { heading: asItIs, good: asItIs, bad: asItIs, faint: asItIs };
