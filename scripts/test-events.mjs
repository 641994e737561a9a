// What node's runner tells of its tests, as runs of them are noted.
import { isAbsolute, relative } from 'node:path';
import { root } from './paths.mjs';

/** Counts of requests, which a test gives as a diagnostic; test/support/cluster-load.ts writes it. */
const LOAD = /^load (\{.*\})$/;

/**
 * @param {import('node:test').TestsStream} tests
 * @returns {{ totals: Record<string, number>, failures: object[], skips: object[], loads: object[] }} filled while the tests run:
 *   the runner's own totals, the tests that failed, those that were skipped, and counts of requests
 */
export function collectEvents(tests) {
  const seen = { totals: {}, failures: [], skips: [], loads: [] };
  tests.on('test:diagnostic', ({ nesting, message }) => {
    const [, name, value] = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(message) ?? [];
    if (nesting === 0 && name !== undefined) seen.totals[name] = Number(value);
    const [, load] = LOAD.exec(message) ?? [];
    if (load !== undefined) seen.loads.push(JSON.parse(load));
  });
  tests.on('test:fail', ({ name, file, details }) => {
    // A suite fails with its tests, which are told by themselves.
    if (details.error?.failureType === 'subtestsFailed') return;
    seen.failures.push({
      file: sourceOf(file ?? name),
      name: isAbsolute(name) ? 'the file as a whole' : name,
    });
  });
  tests.on('test:pass', ({ name, file, skip }) => {
    if (skip === undefined || skip === false) return;
    const why = typeof skip === 'string' && skip !== '' ? skip : 'it was skipped';
    seen.skips.push({ file: sourceOf(file ?? ''), name, why });
  });
  return seen;
}

/** Of `dist/test/x.test.js`: `test/x.test.ts`. */
export function sourceOf(file) {
  return relative(root, file)
    .replace(/^dist[^/]*\//, '')
    .replace(/\.js$/, '.ts');
}
