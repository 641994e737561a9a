import assert from 'node:assert/strict';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseObject } from '../../demo/stand-in/json.js';
import { HEADERS } from '../../src/mutation/wire-names.js';
import { chat } from './ask.js';

/** How many clients of each kind ask at the same time. */
export interface Clients {
  /** Each keeps its connection as long as the server lets it. */
  readonly keepAlive?: number;
  /** A connection for each request. */
  readonly oneShot?: number;
  /** As keepAlive, and every answer is a stream. */
  readonly stream?: number;
  /** Waits before another try, in milliseconds; none by default. OpenAI's clients wait about 500 and 1,000. */
  readonly retries?: readonly number[];
}

/** What became of the requests. */
export interface LoadCounts {
  sent: number;
  /** Answered whole, with status 200. */
  answered: number;
  /** Neither, after all tries. */
  lost: number;
  /** Tries beyond the first. */
  retried: number;
  /** Answered by the default model, for Dragoman did not decide. */
  undecided: number;
  /** Decided without the encoder, whose answer came too late or not yet: the default model as well. */
  late: number;
  /** Decided, and not as the prompt wants it. */
  wrong: number;
  /** Answers by the reason of their decision; `none` of those that were not decided. */
  readonly reasons: Record<string, number>;
  /** Every try that failed, by how the client saw it. */
  readonly seen: Record<string, number>;
}

export interface ClusterLoad {
  readonly counts: LoadCounts;
  /** Resolves with the counts when all clients have their last answer. */
  stop(): Promise<LoadCounts>;
}

interface Prompt {
  readonly text: string;
  readonly route: string;
}

/** Of the registry of `gateway-release.ts`. */
const PROMPTS: readonly Prompt[] = [
  { text: 'tell me a joke about penguins', route: 'smalltalk' },
  { text: 'Prove that the harmonic series diverges, and give a bound for its partial sums.', route: 'none' },
  { text: 'good morning, how are you today?', route: 'smalltalk' },
  { text: 'Write a compiler pass in Rust that removes dead stores.', route: 'none' },
];

const LATE = /^(encoder_|examples_loading$)/;
const PAUSE_MS = 20;
const LONGEST_MS = 60_000;

/** Starts the clients, which ask without a break until they are stopped. */
export function startClusterLoad(base: string, clients: Clients): ClusterLoad {
  const counts: LoadCounts = {
    sent: 0,
    answered: 0,
    lost: 0,
    retried: 0,
    undecided: 0,
    late: 0,
    wrong: 0,
    reasons: {},
    seen: {},
  };
  let stopped = false;
  const client = async (keepAlive: boolean, stream: boolean, first: number): Promise<void> => {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    for (let turn = first; !stopped; turn++) {
      const prompt = PROMPTS[turn % PROMPTS.length];
      if (prompt === undefined) continue;
      counts.sent++;
      await askWithRetries(counts, clients.retries ?? [], prompt, () =>
        post(base, agent, JSON.stringify(chat(prompt.text, stream ? { stream } : {}))),
      );
      await sleep(PAUSE_MS);
    }
    agent.destroy();
  };
  const kinds = [
    ...Array.from({ length: clients.keepAlive ?? 0 }, (_, at) => client(true, false, at)),
    ...Array.from({ length: clients.oneShot ?? 0 }, (_, at) => client(false, false, at)),
    ...Array.from({ length: clients.stream ?? 0 }, (_, at) => client(true, true, at)),
  ];
  return {
    counts,
    async stop() {
      stopped = true;
      await Promise.all(kinds);
      return counts;
    },
  };
}

/** Fails the test unless every request was answered, at the first try, and none was routed wrongly; prints the counts. */
export function assertNoneFailed(t: TestContext, counts: LoadCounts): void {
  assertNoneLost(t, counts);
  assert.deepEqual(counts.seen, {});
}

/** As a run notes it: `scripts/test-events.mjs` reads the line. */
export function tellLoad(t: TestContext, counts: LoadCounts): void {
  t.diagnostic(`load ${JSON.stringify({ what: t.fullName.replaceAll(' > ', ' '), ...counts })}`);
}

/** As {@link assertNoneFailed}, but for tries that failed. */
export function assertNoneLost(t: TestContext, counts: LoadCounts): void {
  tellLoad(t, counts);
  const { sent, answered, lost, wrong } = counts;
  assert.ok(sent > 0);
  assert.deepEqual({ answered, lost, wrong }, { answered: sent, lost: 0, wrong: 0 });
}

async function askWithRetries(
  counts: LoadCounts,
  retries: readonly number[],
  prompt: Prompt,
  ask: () => Promise<Whole>,
): Promise<void> {
  for (const wait of [0, ...retries].map((ms, at) => ({ ms, at }))) {
    if (wait.at > 0) counts.retried++;
    await sleep(wait.ms);
    const failure = await ask().then(
      (answer) => {
        const fault = faultOf(answer);
        if (fault === undefined) read(counts, prompt, answer);
        return fault;
      },
      (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error),
    );
    if (failure === undefined) return;
    add(counts.seen, failure);
  }
  counts.lost++;
}

interface Whole {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function faultOf({ status, headers, text }: Whole): string | undefined {
  if (status !== 200) return `status ${status}: ${text.slice(0, 80)}`;
  const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  if (isStream) return text.trimEnd().endsWith('data: [DONE]') ? undefined : 'a stream without its end';
  return Array.isArray(parseObject(text)?.['choices']) ? undefined : 'a body without its end';
}

function read(counts: LoadCounts, { route }: Prompt, { headers }: Whole): void {
  counts.answered++;
  add(counts.reasons, String(headers[HEADERS.reason] ?? 'none'));
  const reason = String(headers[HEADERS.reason]);
  if (headers[HEADERS.decision] === undefined) counts.undecided++;
  else if (LATE.test(reason)) counts.late++;
  else if (headers[HEADERS.route] !== route) counts.wrong++;
}

function add(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** Node's own client: unlike `fetch` it says of each request which connection it took, and repeats none by itself. */
function post(base: string, agent: Agent, body: string): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = httpRequest(`${base}/v1/chat/completions`, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', reject);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    sent.setTimeout(LONGEST_MS, () => {
      sent.destroy(new Error(`no answer in ${LONGEST_MS / 1000} s`));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
