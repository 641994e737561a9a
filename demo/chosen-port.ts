import { DragomanError } from '../src/errors.js';
import { nextFreePort } from './free-port.js';

/**
 * The port that was asked for, or the first free one from the usual one on.
 *
 * @throws DragomanError `usage` when the asked one is taken, or none is free
 */
export async function chosenPort(
  asked: number | undefined,
  usual: number,
  flag: string,
  who: string,
): Promise<number> {
  const port = await nextFreePort(asked ?? usual);
  if (asked !== undefined && port !== asked) {
    const advice = `Stop what listens there, or leave ${flag} out: then the first free port from ${usual} on is taken.`;
    throw new DragomanError('usage', `${flag} ${asked} is taken. ${advice}`);
  }
  if (port === undefined) {
    throw new DragomanError('usage', `No port from ${usual} on is free; choose another: ${flag} N.`);
  }
  if (port !== usual && asked === undefined)
    console.log(`  port ${usual} is taken; ${who} listens on ${port}`);
  return port;
}
