import { DragomanError } from '../src/errors.js';
import { isFree, nextFreePort } from './free-port.js';

export interface PortWish {
  /** Undefined: the usual one, or the next that is free. */
  readonly asked: number | undefined;
  readonly usual: number;
  readonly flag: string;
  readonly who: string;
  /** Chosen already, for something else that does not listen yet. */
  readonly but?: number;
}

/** @throws DragomanError `usage` when the asked one cannot be had, or none is free */
export async function chosenPort({ asked, usual, flag, who, but }: PortWish): Promise<number> {
  if (asked !== undefined) {
    if (asked !== but && (await isFree(asked))) return asked;
    const advice = `Stop what listens there, or leave ${flag} out: then the first free port from ${usual} on is taken.`;
    throw new DragomanError('usage', `${flag} ${asked} is taken, or not for this user. ${advice}`);
  }
  const port = await nextFreePort(usual, but);
  if (port === undefined) {
    throw new DragomanError('usage', `No port from ${usual} on is free; choose another: ${flag} N.`);
  }
  if (port !== usual) console.log(`  port ${usual} is taken; ${who} listens on ${port}`);
  return port;
}
