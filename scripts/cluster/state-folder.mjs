// Folders of clusters that run, below `.cache/cluster`.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { removeGroup } from './control-groups.mjs';
import { filesIn } from './layout.mjs';
import { SetUpError } from '../progress.mjs';

/** The kernel's limit of a Unix socket's path, in bytes. */
const LONGEST_SOCKET = 107;
/** A folder without a keeper this old is not one that is being filled. */
const FILLED_WITHIN_MS = 10 * 60_000;

/**
 * Makes a folder for a cluster, and removes those whose keeper was killed.
 * @throws {SetUpError} when the path is too long for a socket in it
 */
export async function makeStateFolder(cacheDir) {
  const clusters = join(cacheDir, 'cluster');
  mkdirSync(clusters, { recursive: true });
  for (const name of readdirSync(clusters)) {
    if (isInUse(join(clusters, name))) continue;
    await removeGroup(`dragoman-${name}`);
    rmSync(join(clusters, name), { recursive: true, force: true });
  }
  const state = mkdtempSync(join(clusters, 'c-'));
  const { door } = filesIn(state);
  if (Buffer.byteLength(door) <= LONGEST_SOCKET) return state;
  rmSync(state, { recursive: true });
  throw new SetUpError(
    `${door} is too long for a socket (at most ${LONGEST_SOCKET} bytes): clone to a shorter path.`,
  );
}

function isInUse(state) {
  const { keeper } = filesIn(state);
  if (!existsSync(keeper)) return Date.now() - statSync(state).mtimeMs < FILLED_WITHIN_MS;
  const arguments_ = `/proc/${readFileSync(keeper, 'utf8')}/cmdline`;
  // By its name: a cache that several checkouts share has another path in each.
  return existsSync(arguments_) && readFileSync(arguments_, 'utf8').includes(basename(state));
}
