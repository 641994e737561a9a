import { setTimeout as sleep } from 'node:timers/promises';
import { parseObject, type JsonObject } from './stand-in/json.js';

/** Dragoman's log lines of decisions, by decision id. */
export interface DecisionLog {
  readonly onLine: (line: string) => void;
  readonly find: (decision: string) => JsonObject | undefined;
  /** A line is written when Envoy reports the finished request, a second later or so; waits at most `timeoutMs`. */
  waitFor(decisions: readonly string[], timeoutMs: number): Promise<void>;
}

export function createDecisionLog(): DecisionLog {
  const lines = new Map<string, JsonObject>();
  return {
    onLine: (text) => {
      const line = parseObject(text);
      if (line?.['msg'] === 'decision') lines.set(String(line['decision']), line);
    },
    find: (decision) => lines.get(decision),
    waitFor: async (decisions, timeoutMs) => {
      const deadline = Date.now() + timeoutMs;
      while (decisions.some((id) => !lines.has(id)) && Date.now() < deadline) await sleep(50);
    },
  };
}
