import { createContext, Script } from 'node:vm';

const room: { work: () => unknown } = { work: () => undefined };
const context = createContext(room);
const script = new Script('work()');

/**
 * Runs something that somebody else chose the cost of, such as a client's JSON Schema, and stops it when the time is
 * over. `node:vm` is here for its clock only: it interrupts our own functions as well.
 *
 * @returns what it gave; `undefined` when it threw or was stopped
 */
export function withinTime<T>(work: () => T, milliseconds: number): T | undefined {
  room.work = work;
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T;
  } catch {
    return undefined;
  } finally {
    room.work = () => undefined;
  }
}
