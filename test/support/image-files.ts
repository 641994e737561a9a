import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface ImageFile {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly bytes: number;
  /** Whether it is a symbolic link, whose own mode means nothing. */
  readonly link: boolean;
  readonly folder: boolean;
}

/** Every file and folder below a folder. */
export function filesUnder(folder: string): readonly ImageFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const path = join(folder, name);
    const stats = lstatSync(path);
    const { uid, gid, mode, size } = stats;
    return { path, uid, gid, mode, bytes: size, link: stats.isSymbolicLink(), folder: stats.isDirectory() };
  });
}

/** `e_machine` of an ELF file. */
const MACHINES: Readonly<Record<number, string>> = { 62: 'amd64', 183: 'arm64' };

/** The architecture that a native file is for; `unknown` for any other file. */
export function machineOf(path: string): string {
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  const isElf = header.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1'));
  return (isElf ? MACHINES[header.readUInt16LE(18)] : undefined) ?? 'unknown';
}
