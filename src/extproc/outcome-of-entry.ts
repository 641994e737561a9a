import { METADATA } from '../mutation/wire-names.js';
import type { Outcome } from '../outcome/outcome.js';
import type { AccessLogEntry } from './wire/access-log-message.js';
import { numberOf, type StructObject, textOf } from './wire/struct.js';

/** Of `AccessLogType`: an entry that says nothing, and one about a request that is over. */
const OVER: readonly number[] = [0, 6];

/** The namespaces of an entry's metadata that tell something about an outcome. */
export function tellsOutcome(namespace: string): boolean {
  return namespace === METADATA.decision || namespace === METADATA.usage;
}

type Draft = { -readonly [K in keyof Outcome]: Outcome[K] };

/** Reads an entry of Envoy's access log; `undefined` for one about a request that is not over yet. */
export function outcomeOfEntry(entry: AccessLogEntry): Outcome | undefined {
  if (!OVER.includes(entry.type)) return undefined;
  const outcome: Draft = {
    requestId: entry.requestId,
    status: entry.status,
    details: entry.details,
    flags: entry.flags,
    attempts: entry.attempts,
    totalMs: entry.durationMs ?? entry.lastByteMs ?? 0,
    startTime: entry.startTime,
  };
  const decisionId = filled(textOf(entry.metadata[METADATA.decision], 'decision'));
  const cluster = filled(entry.cluster);
  // Not by spreading: that is slow, and this is done for each request.
  if (decisionId !== undefined) outcome.decisionId = decisionId;
  if (cluster !== undefined) outcome.cluster = cluster;
  if (entry.firstByteMs !== undefined) outcome.timeToFirstByteMs = entry.firstByteMs;
  addUsage(outcome, entry.metadata[METADATA.usage]);
  return outcome;
}

function addUsage(outcome: Draft, usage: StructObject | undefined): void {
  if (usage === undefined) return;
  const inputTokens = count(usage, 'input');
  const outputTokens = count(usage, 'output');
  const cachedTokens = count(usage, 'cached');
  const upstreamModel = filled(textOf(usage, 'model'));
  if (inputTokens !== undefined) outcome.inputTokens = inputTokens;
  if (outputTokens !== undefined) outcome.outputTokens = outputTokens;
  if (cachedTokens !== undefined) outcome.cachedTokens = cachedTokens;
  if (upstreamModel !== undefined) outcome.upstreamModel = upstreamModel;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** The answer is the upstream's own JSON, which may hold any number. */
function count(usage: StructObject, name: string): number | undefined {
  const value = numberOf(usage, name);
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined;
}
