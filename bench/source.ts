import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

/** Which source a figure was made from. */
export interface Source {
  /** First 16 digits of a SHA-256 over the names and contents of all files but {@link NOT_SOURCE}. */
  readonly fingerprint: string;
  /** The last commit that changed one of them, abbreviated. */
  readonly commit: string;
  /** Whether any of them differs from that commit. */
  readonly changed: boolean;
}

/** As every file of figures has it; older ones do not. */
export interface OfSource {
  /** What it was made from; absent outside of a git checkout, and in files of earlier runs. */
  readonly source?: Source;
}

/** Pages and figures: they may be committed after the source that they tell of. */
const NOT_SOURCE = [
  'docs',
  'LICENSE',
  'bench/results',
  'bench/quality/results',
  'bench/peers/results',
  'test/proof/results',
] as const;
const PATHSPEC = [
  '--',
  '.',
  ':(exclude,glob)*.md',
  ...NOT_SOURCE.map((path) => `:(exclude)${path}`),
] as const;

const DIGITS = 16;
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * The source as it stands in the working tree, files that git does not know yet included and those that it ignores not.
 *
 * @param root folder of the checkout; default: this one
 * @returns `undefined` where there is no git, no checkout or no commit
 */
export function sourceNow(root = packageRoot): Source | undefined {
  try {
    const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
    const files = [...new Set(listed.split('\0'))].filter(
      (name) => name !== '' && existsSync(join(root, name)),
    );
    return {
      fingerprint: fingerprintOf(root, files.sort()),
      commit: git(root, 'log', '-1', '--format=%h').trim(),
      changed: git(root, 'status', '--porcelain', '--untracked-files=all').trim() !== '',
    };
  } catch {
    return undefined;
  }
}

/** {@link sourceNow} as a field of a file of figures. */
export function ofSourceNow(): OfSource {
  const source = sourceNow();
  return source === undefined ? {} : { source };
}

/** Why figures say nothing about the source as it is now; `undefined` where they do. */
export function whyStale(made: Source | undefined, now: Source | undefined): string | undefined {
  if (now === undefined) return 'this is no git checkout, so that nothing tells which source it is';
  if (made === undefined) return 'the last figures do not say which source they were made from';
  if (made.fingerprint === now.fingerprint) return undefined;
  return `the last figures were made from ${sourceText(made)}`;
}

/** A source as people write it. */
export function sourceText({ commit, changed, fingerprint }: Source): string {
  return `${commit}${changed ? ' with changes' : ''} (${fingerprint})`;
}

function fingerprintOf(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of files) {
    const content = createHash('sha256')
      .update(readFileSync(join(root, name)))
      .digest('hex');
    hash.update(`${name}\0${content}\n`);
  }
  return hash.digest('hex').slice(0, DIGITS);
}

function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args, ...PATHSPEC], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
