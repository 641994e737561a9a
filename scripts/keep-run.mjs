// Notes what a run of tests or checks came to, for `npm run status`.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { cacheDir, root } from './paths.mjs';

/** In the cache, so that no run changes a file that git tracks. */
const folder = join(cacheDir, 'status');

/**
 * Does the work, and notes how it ended; the file's type is `RunRecord` in test/proof/status.
 * @template {{ ok: boolean }} T
 * @param {string} name such as `test`
 * @param {() => Promise<T>} work resolves with what is to be noted
 */
export async function keepRun(name, work) {
  const started = new Date();
  const before = await sourceNow();
  const note = async (outcome) => {
    const after = await sourceNow();
    // What changed meanwhile may have been tested before or after it.
    const source = before?.fingerprint === after?.fingerprint ? after : undefined;
    const seconds = Math.round((Date.now() - started.getTime()) / 1000);
    write({
      name,
      startedAt: started.toISOString(),
      seconds,
      machine: describeMachine(),
      source,
      ...outcome,
    });
  };
  const outcome = await work().catch(async (error) => {
    await note({ ok: false, stopped: firstLine(error) });
    throw error;
  });
  await note(outcome);
}

/** Without a build nothing tells which source it is. */
async function sourceNow() {
  try {
    return (await import('../dist/bench/source.js')).sourceNow();
  } catch {
    return undefined;
  }
}

function describeMachine() {
  const all = cpus();
  return { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length, node: process.versions.node };
}

/** It will be committed: without the folder of this machine. */
function firstLine(error) {
  return String(error?.message ?? error)
    .trim()
    .split('\n')[0]
    .replaceAll(root, '');
}

/** One file for each version of Node; a run that is cut leaves a whole one. */
function write(record) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${record.name}-node${process.versions.node.split('.')[0]}.json`);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, undefined, 1)}\n`);
  renameSync(`${file}.new`, file);
}
