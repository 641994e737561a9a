import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, wholeCpuMs } from '../process-usage.js';
import { PEER_NAMES, type Peer, type PeerName } from './peer.js';
import { PROMPTS } from './prompts.js';
import type { ComparisonResults, PartUsage } from './results.js';

export interface UsagePlan {
  /** Requests a second. */
  readonly perSecond: number;
  /** Of load for each peer in each round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly idleSeconds: number;
}

const WARM_UP_REQUESTS = 40;
const SETTLE_MS = 1_000;

interface Reading {
  readonly cpuMs: number;
  readonly residentMiB: number;
}

/** All peers run all the time; each gets the same load in turn, and another one begins in each round. */
export async function measureUsage(
  peers: readonly Peer[],
  plan: UsagePlan,
): Promise<Pick<ComparisonResults, 'usage' | 'failed'>> {
  const failed = recordOf(() => 0);
  const cpu = recordOf(() => [] as number[]);
  for (const peer of peers) await sendLoad(peer, plan.perSecond, WARM_UP_REQUESTS);
  await sleep(SETTLE_MS);
  const before = new Map(peers.map((peer) => [peer.name, readParts(peer)]));
  await sleep(plan.idleSeconds * 1_000);
  const idle = new Map(peers.map((peer) => [peer.name, readParts(peer)]));
  for (let round = 0; round < plan.rounds; round++) {
    for (const peer of rotated(peers, round)) {
      const from = readParts(peer);
      failed[peer.name] += await sendLoad(peer, plan.perSecond, plan.perSecond * plan.seconds);
      await sleep(SETTLE_MS);
      const spent = differences(from, readParts(peer));
      cpu[peer.name] = spent.map((ms, part) => (cpu[peer.name][part] ?? 0) + ms);
    }
  }
  const requests = plan.perSecond * plan.seconds * plan.rounds;
  const usage = recordOf((): readonly PartUsage[] => []);
  for (const peer of peers) {
    const quiet = differences(before.get(peer.name) ?? [], idle.get(peer.name) ?? []);
    const after = readParts(peer);
    usage[peer.name] = peer.parts.map(({ name }, part) => ({
      part: name,
      idleMiB: idle.get(peer.name)?.[part]?.residentMiB ?? NaN,
      idleCpuMs: (quiet[part] ?? NaN) / plan.idleSeconds,
      busyMiB: after[part]?.residentMiB ?? NaN,
      requestCpuMs: (cpu[peer.name][part] ?? NaN) / requests,
    }));
  }
  return { usage, failed };
}

/**
 * Sends at planned times, whether the last one was answered or not. Each prompt differs by a number, so that no cache knows it.
 * @returns how many were not answered by 200
 */
async function sendLoad(peer: Peer, perSecond: number, requests: number): Promise<number> {
  const start = Date.now();
  const answers: Promise<boolean>[] = [];
  for (let index = 0; index < requests; index++) {
    await sleep(Math.max(0, start + (index * 1_000) / perSecond - Date.now()));
    const prompt = PROMPTS[index % PROMPTS.length];
    if (prompt === undefined) continue;
    answers.push(
      peer.ask(`${start + index}: ${prompt.text}`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  }
  return (await Promise.all(answers)).filter((ok) => !ok).length;
}

function readParts(peer: Peer): Reading[] {
  return peer.parts.map(({ pid }) => {
    const family = familyOf(pid);
    return {
      cpuMs: sum(family.map(wholeCpuMs)),
      residentMiB: sum(family.map((member) => memoryOf(member).residentMiB)),
    };
  });
}

/** A process and all that descend from it. */
function familyOf(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}

function differences(from: readonly Reading[], to: readonly Reading[]): number[] {
  return to.map(({ cpuMs }, part) => cpuMs - (from[part]?.cpuMs ?? NaN));
}

function rotated<T>(values: readonly T[], by: number): readonly T[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}

function recordOf<T>(make: () => T): Record<PeerName, T> {
  return Object.fromEntries(PEER_NAMES.map((name) => [name, make()])) as Record<PeerName, T>;
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}
