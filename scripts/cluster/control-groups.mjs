// A control group of a cluster's own, so that two clusters never meet, and nothing is left when one ends.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MOUNT = '/sys/fs/cgroup';
const REMOVE_TRIES = 50;
const REMOVE_PAUSE_MS = 100;

/**
 * Makes the group in every hierarchy, below the group of this process; with version 2 at the top, for only there may
 * groups be below one that holds processes.
 * @returns {readonly string[]} the files that take a process into it
 */
export function makeGroup(name) {
  return foldersOf(name).map((folder) => {
    mkdirSync(folder, { recursive: true });
    // A new cpuset allows nothing until it is told.
    for (const setting of ['cpuset.cpus', 'cpuset.mems']) {
      const above = join(folder, '..', setting);
      if (existsSync(above) && !isVersion2()) writeFileSync(join(folder, setting), readFileSync(above));
    }
    return join(folder, 'cgroup.procs');
  });
}

/** Waits until the kernel has let go of the group's processes, a few seconds at most. */
export async function removeGroup(name) {
  for (const folder of foldersOf(name)) {
    for (let tries = 0; tries < REMOVE_TRIES && !removed(folder); tries++) await sleep(REMOVE_PAUSE_MS);
  }
}

const isVersion2 = () => existsSync(join(MOUNT, 'cgroup.controllers'));

function foldersOf(name) {
  if (isVersion2()) return [join(MOUNT, name)];
  return readFileSync('/proc/self/cgroup', 'utf8')
    .trim()
    .split('\n')
    .map((line) => /^\d+:(?:name=)?([^:]+):(.*)$/.exec(line))
    .filter((parts) => parts !== null && existsSync(join(MOUNT, parts[1])))
    .map(([, hierarchy, own]) => join(MOUNT, hierarchy, own, name));
}

/** A group's folder holds files that cannot be deleted, and goes with them once it has no groups below. */
function removed(folder) {
  if (!existsSync(folder)) return true;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removed(join(folder, entry.name));
    }
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
