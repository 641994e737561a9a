import type { Fields } from '../heads/fitted-file.js';
import { unpackArray } from '../heads/packed-array.js';

/** Reads fields that could hold anything; what is wrong is collected, and what is then answered is of no use. */
export interface FieldReader {
  /** One line each, empty while all is well. */
  readonly problems: readonly string[];
  fields(stored: unknown): Fields;
  /** A finite number within the limits. */
  number(stored: unknown, name: string, least?: number, most?: number): number;
  count(stored: unknown, name: string): number;
  text(stored: unknown, name: string): string;
  list(stored: unknown, name: string): readonly unknown[];
  names(stored: unknown, name: string): string[];
  /** Finite numbers by name. */
  numbers(stored: unknown, name: string): Record<string, number>;
  /** As `packArray` stored them. */
  array(stored: unknown, length: number, name: string): Float32Array;
  /** As {@link packIntegers} stored them. */
  integers(stored: unknown, name: string): Uint32Array;
  /** Notes one more problem. */
  refuse(problem: string): void;
}

/** No registry has more of anything; a damaged count must not fill the memory. */
const MOST = 65_536;

export function createFieldReader(): FieldReader {
  const problems: string[] = [];
  const refuse = (problem: string): void => void problems.push(problem);
  const fields = (stored: unknown): Fields =>
    typeof stored === 'object' && stored !== null ? (stored as Fields) : {};
  const number = (stored: unknown, name: string, least = -Infinity, most = Infinity): number => {
    if (typeof stored === 'number' && Number.isFinite(stored) && stored >= least && stored <= most) {
      return stored;
    }
    refuse(`${name} is ${JSON.stringify(stored)}, must be a number from ${least} to ${most}`);
    return 0;
  };
  const text = (stored: unknown, name: string): string => {
    if (typeof stored === 'string') return stored;
    refuse(`${name} is ${JSON.stringify(stored)}, must be text`);
    return '';
  };
  const list = (stored: unknown, name: string): readonly unknown[] => {
    if (Array.isArray(stored) && stored.length <= MOST) return stored;
    refuse(`${name} must be a list of at most ${MOST}`);
    return [];
  };
  return {
    ...{ problems, refuse, fields, number, text, list },
    count: (stored, name) => {
      if (Number.isInteger(stored)) return number(stored, name, 0, MOST);
      refuse(`${name} is ${JSON.stringify(stored)}, must be a whole number`);
      return 0;
    },
    names: (stored, name) => list(stored, name).map((one, at) => text(one, `${name}[${at}]`)),
    numbers: (stored, name) =>
      Object.fromEntries(
        Object.entries(fields(stored)).map(([key, value]) => [key, number(value, `${name}.${key}`)]),
      ),
    array: (stored, length, name) => {
      const found = unpackArray(stored, length, name);
      if (found.ok) return found.value;
      refuse(found.problem.message);
      return new Float32Array();
    },
    integers: (stored, name) => {
      const bytes = Buffer.from(text(stored, name), 'base64');
      if (bytes.length % 4 !== 0) refuse(`${name} holds ${bytes.length} bytes, must be a multiple of 4`);
      return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) =>
        bytes.readUInt32LE(4 * at),
      );
    },
  };
}

/** Whole numbers from 0, of 32 bits each, in base64 (little-endian). */
export function packIntegers(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (let at = 0; at < values.length; at += 1) bytes.writeUInt32LE(values[at] ?? 0, 4 * at);
  return bytes.toString('base64');
}
