import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import type { CheckedRequest, Sent } from '../load/checked-request.js';
import { judgeAnswer } from '../load/judge-answer.js';
import { DEFAULT_MODEL } from '../load/requests.js';

/** At planned times, or from so many clients that ask without a break. */
export type Pace = { readonly perSecond: number } | { readonly clients: number };

export interface Attack {
  /** Of Envoy's listener. */
  readonly url: string;
  readonly pace: Pace;
  readonly seconds: number;
  readonly request: (number: number) => CheckedRequest;
  /** Number of the first request. */
  readonly first: number;
  /** Requests that are prepared; from the first again when all were sent. */
  readonly prepared: number;
}

/** Bytes of an answer that are read: all of a stand-in's. */
const MOST_BODY = 8_192;
const GIVE_UP_S = 30;

/** Who may be under way at a time: each is a connection. */
const MOST_UNDER_WAY = 15_000;

/**
 * Sends with vegeta (https://github.com/tsenart/vegeta), a process of its own: everything is prepared before the first request
 * and read after the last answer. At planned times a latency counts from the plan, so that a late start counts, too.
 *
 * @param program path of vegeta
 * @param onStart called when all is prepared
 */
export async function attack(
  program: string,
  work: string,
  options: Attack,
  onStart: () => void = () => undefined,
): Promise<readonly Sent[]> {
  const [targets, results] = [join(work, 'targets.json'), join(work, 'results.gob')];
  try {
    await writeTargets(targets, options);
    const { pace, seconds } = options;
    const paced =
      'perSecond' in pace
        ? [`-rate=${pace.perSecond}/1s`, `-max-workers=${MOST_UNDER_WAY}`]
        : ['-rate=0', `-workers=${pace.clients}`, `-max-workers=${pace.clients}`];
    const flags = ['-format=json', `-duration=${seconds}s`, `-timeout=${GIVE_UP_S}s`, '-redirects=-1'];
    const files = [`-targets=${targets}`, `-output=${results}`, `-max-body=${MOST_BODY}`];
    onStart();
    await runLines(program, ['attack', ...paced, ...flags, ...files]);
    return await readResults(program, results, options);
  } finally {
    await Promise.all([targets, results].map((file) => rm(file, { force: true })));
  }
}

/** As the build stamped it. */
export async function versionOf(program: string): Promise<string> {
  let version = 'unknown';
  await runLines(program, ['--version'], (line) => {
    version = /^Version:\s+(\S+)/.exec(line)?.[1] ?? version;
  });
  return version;
}

async function writeTargets(file: string, { url, request, first, prepared }: Attack): Promise<void> {
  const out = createWriteStream(file);
  for (let number = first; number < first + prepared; number++) {
    const { body, headers = {}, path = '/v1/chat/completions' } = request(number);
    const all = { 'content-type': 'application/json', ...headers };
    const header = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]]));
    const encoded = Buffer.from(JSON.stringify(body)).toString('base64');
    const target = { method: 'POST', url: `${url}${path}?n=${number}`, header, body: encoded };
    if (!out.write(`${JSON.stringify(target)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** One line of `vegeta encode -to json`, as far as it is read. */
interface Result {
  readonly seq: number;
  readonly code: number;
  /** RFC 3339, up to nine decimals. */
  readonly timestamp: string;
  /** Nanoseconds. */
  readonly latency: number;
  readonly error: string;
  readonly body: string | null;
  readonly url: string;
  readonly headers: Readonly<Record<string, readonly string[]>> | null;
}

type Read = Sent & { readonly seq: number };

async function readResults(
  program: string,
  file: string,
  { pace, request }: Attack,
): Promise<readonly Sent[]> {
  const read: Read[] = [];
  await runLines(program, ['encode', '-to=json', file], (line) => {
    read.push(readResult(JSON.parse(line) as Result, request));
  });
  read.sort((a, b) => a.at - b.at);
  const intervalMs = 'perSecond' in pace ? 1_000 / pace.perSecond : undefined;
  const start = read.reduce((least, { at, seq }) => Math.min(least, at - seq * (intervalMs ?? 0)), Infinity);
  return read.map(({ seq, ...sent }) => {
    const plan = intervalMs === undefined ? sent.at - start : seq * intervalMs;
    return { ...sent, at: plan, latencyMs: sent.latencyMs + (sent.at - start - plan) };
  });
}

function readResult(result: Result, request: Attack['request']): Read {
  const { seq, code, timestamp, latency, error, body, url, headers } = result;
  const asked = request(Number(new URL(url).searchParams.get('n')));
  const lowered = Object.entries(headers ?? {}).map(([name, values]) => [
    name.toLowerCase(),
    values.join(', '),
  ]);
  const answer = {
    status: code,
    headers: Object.fromEntries(lowered) as Record<string, string>,
    text: Buffer.from(body ?? '', 'base64').toString(),
    ...(code === 0 && { broken: error }),
  };
  return {
    ...judgeAnswer(asked, answer, DEFAULT_MODEL),
    ...(asked.kind !== undefined && { kind: asked.kind }),
    ...{ seq, at: millisecondsOf(timestamp), latencyMs: latency / 1e6 },
  };
}

/** `Date` knows whole milliseconds only. */
function millisecondsOf(timestamp: string): number {
  const fraction = /\.\d+/.exec(timestamp)?.[0] ?? '';
  return Date.parse(timestamp.replace(fraction, '')) + Number(`0${fraction}`) * 1e3;
}

/** @throws Error with what the program wrote to standard error when it fails */
async function runLines(
  program: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const lines = createInterface({ input: child.stdout });
  if (onLine !== undefined) lines.on('line', onLine);
  const [[code]] = (await Promise.all([once(child, 'close'), once(lines, 'close')])) as [
    [number | null],
    unknown,
  ];
  if (code !== 0) throw new Error(`vegeta ended with ${String(code)}: ${said.slice(-500)}`);
}
