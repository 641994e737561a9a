import { cpus } from 'node:os';
import { shippedEncoder } from '../../src/lab/shipped-encoder.js';
import { SUITES } from '../../src/lab/suites/all.js';
import type { SuiteResult, Workbench } from '../../src/lab/suites/suite.js';
import { openVectorCache } from '../../src/lab/vector-cache.js';
import type { Results } from './results.js';

/** Texts that take long enough for somebody to wonder. */
const WORTH_TELLING = 500;

/**
 * Runs the suites one after another.
 *
 * @param only names of suites; `undefined` for all
 * @throws Error when a name is unknown, or the data sets are absent
 */
export async function runQuality(
  only: readonly string[] | undefined,
  say: (text: string) => void,
): Promise<Results> {
  const startedAt = new Date().toISOString();
  const unknown = only?.filter((name) => !SUITES.some((suite) => suite.name === name)) ?? [];
  if (unknown.length > 0) {
    const known = SUITES.map(({ name }) => name).join(', ');
    throw new Error(`there is no suite ${unknown.join(', ')}; the suites are ${known}`);
  }
  const manifest = await shippedEncoder();
  const cache = await openVectorCache(manifest);
  const bench: Workbench = {
    embed: (texts) =>
      cache.embedAll(texts, (done, total) => {
        if (total >= WORTH_TELLING) say(`  embedded ${done} of ${total}`);
      }),
    cache,
    say,
  };
  const suites: SuiteResult[] = [];
  try {
    for (const suite of SUITES) {
      if (only?.includes(suite.name) === false) continue;
      say(suite.name);
      const start = performance.now();
      const result = await suite.run(bench);
      suites.push({ ...result, seconds: Math.round((performance.now() - start) / 1_000) });
    }
  } finally {
    await cache.close();
  }
  const all = cpus();
  const machine = {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    node: process.versions.node,
  };
  return { startedAt, machine, encoder: manifest.checksum, suites };
}
