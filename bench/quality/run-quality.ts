import { availableParallelism, cpus } from 'node:os';
import { shippedEncoder } from '../../src/lab/shipped-encoder.js';
import { findSuite, SUITES } from '../../src/lab/suites/all.js';
import type { SuiteResult } from '../../src/lab/suites/suite.js';
import { openVectorCache, type VectorCache } from '../../src/lab/vector-cache.js';
import { ofSourceNow } from '../source.js';
import type { Results } from './results.js';
import { runSuiteInThread } from './suite-thread.js';

/** Texts that take long enough for somebody to wonder. */
const WORTH_TELLING = 500;

type Say = (text: string) => void;

/**
 * Runs the suites, as many side by side as there are cores; their results come in the order of the report.
 *
 * @param only names of suites; `undefined` for all
 * @throws Error when a name is unknown, or the data sets are absent
 */
export async function runQuality(only: readonly string[] | undefined, say: Say): Promise<Results> {
  const startedAt = new Date();
  const source = ofSourceNow();
  only?.forEach(findSuite);
  const names = SUITES.map(({ name }) => name).filter((name) => only?.includes(name) !== false);
  const manifest = await shippedEncoder();
  const cache = await openVectorCache(manifest);
  try {
    const done = await runSideBySide(names, cache, say);
    const suites = names.flatMap((name) => done.get(name) ?? []);
    const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
    return {
      ...source,
      startedAt: startedAt.toISOString(),
      machine: describeMachine(),
      encoder: manifest.checksum,
      seconds,
      suites,
    };
  } finally {
    await cache.close();
  }
}

/** The last suites of the report are the longest: begun first, none of them is left running alone at the end. */
async function runSideBySide(
  names: readonly string[],
  cache: VectorCache,
  say: Say,
): Promise<Map<string, SuiteResult>> {
  const waiting = [...names];
  const done = new Map<string, SuiteResult>();
  const runNext = async (): Promise<void> => {
    const name = waiting.pop();
    if (name === undefined) return;
    say(name);
    const result = await runSuiteInThread(name, {
      embed: (texts) =>
        cache.embedAll(texts, (count, total) => {
          if (total >= WORTH_TELLING) say(`${name}: embedded ${count} of ${total}`);
        }),
      say: (text) => {
        say(`${name}: ${text}`);
      },
    });
    done.set(name, result);
    say(`${name}: done in ${result.seconds} s`);
    await runNext();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return done;
}

function describeMachine(): Results['machine'] {
  const all = cpus();
  return { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length, node: process.versions.node };
}
