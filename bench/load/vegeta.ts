import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { cacheDir } from '../../demo/envoy-binary.js';
import { packageRoot } from '../../src/package-root.js';
import { type AttackResult, tallyAttack } from './attack-results.js';
import type { LoadClient, LoadJob, LoadResult } from './load-job.js';

interface FetchVegetaModule {
  readonly fetchVegeta: (cacheDir: string) => Promise<string>;
}

/** Path of the pinned vegeta; builds it when the cache has none. `DRAGOMAN_VEGETA` in the environment names another one. */
export async function vegetaBinary(): Promise<string> {
  const script = pathToFileURL(join(packageRoot, 'scripts/fetch-vegeta.mjs')).href;
  const { fetchVegeta } = (await import(script)) as FetchVegetaModule;
  return fetchVegeta(cacheDir);
}

/**
 * The load generator vegeta (https://github.com/tsenart/vegeta), in a process of its own for each job. While it sends, nothing
 * of ours runs beside it: targets are read before the first request, and results are decoded after the last answer.
 *
 * @param work scratch folder
 */
export async function openVegeta(work: string): Promise<LoadClient> {
  const program = await vegetaBinary();
  return { version: await versionOf(program), run: (job) => attack(program, work, job) };
}

/** As the build stamped it. */
async function versionOf(program: string): Promise<string> {
  let version = 'unknown';
  await runLines(program, ['--version'], (line) => {
    version = /^Version:\s+(\S+)/.exec(line)?.[1] ?? version;
  });
  return version;
}

async function attack(program: string, work: string, job: LoadJob): Promise<LoadResult> {
  const [targets, results] = [join(work, 'targets.json'), join(work, 'results.gob')];
  try {
    await writeFile(targets, targetLines(job));
    const files = [`-targets=${targets}`, `-output=${results}`];
    await runLines(program, ['attack', ...files, ...flagsOf(job)]);
    const tally = tallyAttack(job.pace);
    await runLines(program, ['encode', '-to=json', results], (line) => {
      tally.add(JSON.parse(line) as AttackResult);
    });
    return tally.result();
  } finally {
    await Promise.all([targets, results].map((file) => rm(file, { force: true })));
  }
}

/** One a line, see vegeta's JSON format: the body in base64. */
function targetLines({ url, requests }: LoadJob): string {
  const lines = requests.map(({ body, headers }) => {
    const all = { 'content-type': 'application/json', ...headers };
    const header = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]]));
    return JSON.stringify({ method: 'POST', url, header, body: Buffer.from(body).toString('base64') });
  });
  return `${lines.join('\n')}\n`;
}

/** Without planned times: so many workers, each with a connection. With them: as many as it takes, so that none waits. */
function flagsOf({ seconds, pace }: LoadJob): string[] {
  const paced =
    'perSecond' in pace
      ? [`-rate=${pace.perSecond}/1s`]
      : ['-rate=0', `-workers=${pace.connections}`, `-max-workers=${pace.connections}`];
  return ['-format=json', ...paced, `-duration=${seconds}s`, '-timeout=30s', '-max-body=0', '-redirects=-1'];
}

/** @throws Error with what the program wrote to standard error when it fails */
async function runLines(
  program: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  if (onLine !== undefined) lines.on('line', onLine);
  const read = new Promise<void>((resolve) => lines.once('close', resolve));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  await read;
  if (code !== 0) throw new Error(`vegeta ${args[0] ?? ''} ended with ${code ?? 'a signal'}: ${complaint}`);
}
