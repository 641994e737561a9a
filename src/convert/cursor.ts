import { isMapping } from '../config/mapping.js';
import type { Path } from '../config/problem.js';
import type { FindingKind } from './finding.js';
import type { Ledger } from './ledger.js';

/** A place of the source. What is read of it through {@link text}, {@link number} and {@link flag} counts as carried. */
export interface Cursor {
  readonly path: Path;
  readonly value: unknown;
  /** Whether there is anything: `null` is nothing. */
  readonly exists: boolean;
  /** The place below; the own keys of mappings only. */
  at(...steps: readonly (string | number)[]): Cursor;
  /** A string that is not blank, or a number as text. */
  text(): string | undefined;
  /** A finite number, also one that is written as a string. */
  number(): number | undefined;
  /** A {@link number} that is whole, and at least this. */
  whole(least: number): number | undefined;
  flag(): boolean | undefined;
  /** The entries of a list; none for anything else. */
  items(): readonly Cursor[];
  /** The values of a mapping by their keys; none for anything else. */
  entries(): readonly (readonly [string, Cursor])[];
  /** The same place with another value, such as what its text says as JSON. */
  as(value: unknown): Cursor;
  /** Marks the place, and all that it holds, as carried. */
  take(): void;
  tell(kind: FindingKind, why: string, advice?: string): void;
}

/** The whole source. */
export function topOf(ledger: Ledger): Cursor {
  return cursorOf(ledger, [], ledger.source.value);
}

function cursorOf(ledger: Ledger, path: Path, value: unknown): Cursor {
  const down = (step: string | number, below: unknown): Cursor => cursorOf(ledger, [...path, step], below);
  const take = (): void => {
    ledger.take(path);
  };
  const taken = <T>(read: T | undefined): T | undefined => {
    if (read !== undefined) take();
    return read;
  };
  return {
    path,
    value,
    exists: value !== undefined && value !== null,
    at: (...steps) =>
      steps.reduce<Cursor>(
        (cursor, step) => cursorOf(ledger, [...cursor.path, step], childOf(cursor.value, step)),
        cursorOf(ledger, path, value),
      ),
    text: () => taken(textOf(value)),
    number: () => taken(numberOf(value)),
    whole: (least) => {
      const number = numberOf(value);
      return taken(Number.isSafeInteger(number) && (number ?? least) >= least ? number : undefined);
    },
    flag: () => taken(typeof value === 'boolean' ? value : undefined),
    items: () => (Array.isArray(value) ? value.map((item: unknown, index) => down(index, item)) : []),
    entries: () =>
      isMapping(value) ? Object.entries(value).map(([key, item]) => [key, down(key, item)] as const) : [],
    as: (other) => cursorOf(ledger, path, other),
    take,
    tell: (kind, why, advice) => {
      ledger.tell(kind, path, why, advice);
    },
  };
}

/** The texts of a list, or the text itself. */
export function textsOf(cursor: Cursor): string[] {
  const all = Array.isArray(cursor.value) ? cursor.items() : [cursor];
  const texts = all.flatMap((item) => item.text() ?? []);
  if (texts.length === all.length && texts.length > 0) cursor.take();
  return texts;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function childOf(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? (value as unknown[])[step] : undefined;
  return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
