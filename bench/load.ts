import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { HEADERS } from '../src/mutation/wire-names.js';

/** What the load process is told to send. */
export interface LoadJob {
  /** Full URL of the endpoint. */
  readonly url: string;
  readonly body: string;
  /** Besides those of the body. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Requests a second at planned times, or connections that each send the next request when the last is answered. */
  readonly pace: { readonly perSecond: number } | { readonly connections: number };
}

export interface LoadResult {
  /** Microseconds of each request that was answered by 200; with planned times counted from the plan. */
  readonly latenciesUs: readonly number[];
  readonly failed: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Values of `x-dragoman-reason`, with how often each came; `none` stands for an answer without one. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The same of `x-dragoman-model`, for answers by 200. */
  readonly models: Readonly<Record<string, number>>;
}

/** Sends requests over kept-alive HTTP/1.1 connections until the time is up, then waits for the last answers. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true });
  const latenciesUs: number[] = [];
  const reasons: Record<string, number> = {};
  const models: Record<string, number> = {};
  let failed = 0;
  const sendOne = async (plannedAt: number): Promise<void> => {
    try {
      const { status, reason, model } = await send(job, agent);
      if (status === 200) {
        latenciesUs.push(Math.round((performance.now() - plannedAt) * 1000));
        models[model] = (models[model] ?? 0) + 1;
      } else failed++;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    } catch {
      failed++;
    }
  };
  const start = performance.now();
  if ('perSecond' in job.pace) await sendAsPlanned(start, job.seconds, job.pace.perSecond, sendOne);
  else await sendInTurn(start + job.seconds * 1000, job.pace.connections, sendOne);
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  return { latenciesUs, failed, seconds, reasons, models };
}

type SendOne = (plannedAt: number) => Promise<void>;

/** Open loop: a slow answer delays no later request, and waiting to be sent counts as latency. */
async function sendAsPlanned(
  start: number,
  seconds: number,
  perSecond: number,
  sendOne: SendOne,
): Promise<void> {
  const sent: Promise<void>[] = [];
  for (let at = 0; at < seconds * perSecond; at++) {
    const plannedAt = start + (at * 1000) / perSecond;
    await reach(plannedAt);
    sent.push(sendOne(plannedAt));
  }
  await Promise.all(sent);
}

/** Timers fire up to two milliseconds late, which would hide what is measured: the last stretch is waited out awake. */
async function reach(time: number): Promise<void> {
  const ahead = time - performance.now() - 2;
  if (ahead > 0) await sleep(ahead);
  while (performance.now() < time) await new Promise((resolve) => setImmediate(resolve));
}

/** Closed loop. */
async function sendInTurn(end: number, connections: number, sendOne: SendOne): Promise<void> {
  const loop = async (): Promise<void> => {
    while (performance.now() < end) await sendOne(performance.now());
  };
  await Promise.all(Array.from({ length: connections }, loop));
}

interface Answered {
  readonly status: number;
  readonly reason: string;
  readonly model: string;
}

function send({ url, body, headers: more }: LoadJob, agent: Agent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...more,
    };
    const outgoing = request(url, { method: 'POST', agent, headers }, (response: IncomingMessage) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        const read = (name: string): string => {
          const value = response.headers[name];
          return typeof value === 'string' ? value : 'none';
        };
        resolve({
          status: response.statusCode ?? 0,
          reason: read(HEADERS.reason),
          model: read(HEADERS.model),
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
