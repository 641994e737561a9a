import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/package-root.js';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Folder of the package that needs it, relative to the package root; empty for what all can import. */
  readonly parent: string;
}

interface LockEntry {
  readonly version: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/** The packages of package-lock.json that a run on Linux with glibc needs, nested ones too. */
export function lockedPackages(cpu: string): readonly LockedPackage[] {
  const text = readFileSync(join(packageRoot, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, LockEntry>> };
  const fits = (wanted: readonly string[] | undefined, is: string): boolean => wanted?.includes(is) ?? true;
  const runs = ([path, entry]: readonly [string, LockEntry]): boolean =>
    path !== '' && entry.dev !== true && fits(entry.os, 'linux') && fits(entry.cpu, cpu);
  return (
    Object.entries(packages)
      .filter(runs)
      // Its own manifest does not say that it is for another libc.
      .filter(([path]) => !path.endsWith('-musl'))
      .map(([path, { version }]) => {
        const at = path.lastIndexOf('node_modules/');
        return { name: path.slice(at + 'node_modules/'.length), version, parent: path.slice(0, at) };
      })
  );
}

/** Prints, as JSON, those of the packages in its arguments (`PARENT|NAME`) that can be loaded below the folder before them. */
const LOAD = `
const [folder, ...packages] = process.argv.slice(1);
const { createRequire } = await import('node:module');
const { pathToFileURL } = await import('node:url');
const works = async (load) => { try { await load(); return true; } catch { return false; } };
const found = [];
for (const entry of packages) {
  const [parent, name] = entry.split('|');
  const require = createRequire(folder + '/' + parent);
  if (await works(() => require(name)) || await works(() => import(pathToFileURL(require.resolve(name)).href))) found.push(entry);
}
process.stdout.write(JSON.stringify(found), () => process.exit());
`;

/**
 * @param node command line that runs Node
 * @param folder holds `node_modules`
 * @returns those of the packages that Node can load, as `PARENT|NAME`
 */
export async function loadEach(
  node: readonly string[],
  folder: string,
  packages: readonly LockedPackage[],
): Promise<readonly string[]> {
  const [program = '', ...args] = node;
  const entries = packages.map(({ parent, name }) => `${parent}|${name}`);
  const script = ['--no-warnings', '--input-type=module', '--eval', LOAD, folder, ...entries];
  const { stdout } = await promisify(execFile)(program, [...args, ...script]);
  return JSON.parse(stdout) as string[];
}
