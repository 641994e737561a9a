import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODELS } from './prompts.js';
import type { RoutedPrompt } from './results.js';
import { readConfig, type WorkPlace, writeConfig } from './work-place.js';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const NAME = 'Dragoman, a rule more';
const RULE = '  match: [{ when: [{ signal: task, is: [code] }] }]\n  target: coder';

/** Adds what Dragoman does when the route of code also takes whatever its built-in signal calls code; asked of `explain`. */
export function withRule(place: WorkPlace, routed: readonly RoutedPrompt[]): RoutedPrompt[] {
  const config = readConfig('dragoman.yaml').replace('  target: coder', RULE);
  const registry = writeConfig(place, 'dragoman-rule.yaml', config);
  const data = join(place.work, 'prompts.jsonl');
  const rows = routed.map(({ text }, at) => JSON.stringify({ id: `p${at}`, text }));
  writeFileSync(data, `${rows.join('\n')}\n`);
  const { stdout } = spawnSync(process.execPath, [MAIN, 'explain', registry, '--data', data, '--json'], {
    encoding: 'utf8',
  });
  const chosen = new Map(stdout.trim().split('\n').map(readLine));
  return routed.map(({ got: { Dragoman, ...others }, ...row }, at) => ({
    ...row,
    got: { Dragoman, [NAME]: MODELS.find((model) => model === chosen.get(`p${at}`)), ...others },
  }));
}

function readLine(line: string): readonly [id: string, model: string] {
  const { id, model } = JSON.parse(line) as { readonly id: string; readonly model: string };
  return [id, model];
}
