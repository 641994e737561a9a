import { Agent } from 'node:http';
import type { CheckedRequest, Fate, Sent } from './checked-request.js';
import { exchange } from './exchange.js';
import { judgeAnswer } from './judge-answer.js';

export type { CheckedRequest, Fate, Sent };

export interface CheckedLoadOptions {
  /** Base URL of Envoy's listener, without `/v1`. */
  readonly url: string;
  readonly perSecond: number;
  /** The request of that number, counted from 0. */
  readonly next: (number: number) => CheckedRequest;
  /** Pool name of the model that answers what is not decided. */
  readonly defaultModel: string;
  /** A request without the end of its answer after so many milliseconds is lost. Default: 30,000. */
  readonly giveUpMs?: number;
}

export interface CheckedLoad {
  /** What has ended so far, in the order of the ends. */
  readonly sent: readonly Sent[];
  /** Milliseconds since the load's start, the clock of `Sent.at`. */
  elapsed(): number;
  /** Sends nothing more, waits for what is on its way, and gives all in the order of the plan. */
  stop(): Promise<readonly Sent[]>;
}

const TICK_MS = 2;
const GIVE_UP_MS = 30_000;

/**
 * Sends requests at planned times, whatever becomes of those before (an open loop), over kept HTTP/1.1 connections, as many
 * as are needed; reads each answer to its end and checks it. Nothing is ever retried, see `exchange`.
 */
export function startCheckedLoad(options: CheckedLoadOptions): CheckedLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity });
  const start = performance.now();
  const elapsed = (): number => performance.now() - start;
  const sent: Sent[] = [];
  const onTheirWay = new Set<Promise<void>>();
  let number = 0;
  const send = async (at: number, request: CheckedRequest): Promise<void> => {
    const answer = await exchange({
      agent,
      url: new URL((request.path ?? '/v1/chat/completions').slice(1), `${options.url}/`),
      body: Buffer.from(JSON.stringify(request.body)),
      headers: request.headers ?? {},
      cancelAfterMs: request.cancelAfterMs,
      giveUpMs: options.giveUpMs ?? GIVE_UP_MS,
    });
    const latencyMs = elapsed() - at;
    const judgement = judgeAnswer(request, answer, options.defaultModel);
    sent.push({ at, latencyMs, ...judgement, ...(request.kind !== undefined && { kind: request.kind }) });
  };
  const sendDue = (): void => {
    for (;;) {
      const at = (number * 1000) / options.perSecond;
      if (at > elapsed()) return;
      const sending = send(at, options.next(number));
      onTheirWay.add(sending);
      void sending.finally(() => onTheirWay.delete(sending));
      number++;
    }
  };
  const timer = setInterval(sendDue, TICK_MS);
  return {
    sent,
    elapsed,
    async stop() {
      clearInterval(timer);
      await Promise.all(onTheirWay);
      agent.destroy();
      return [...sent].sort((a, b) => a.at - b.at);
    },
  };
}
