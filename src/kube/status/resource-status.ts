import { isDeepStrictEqual } from 'node:util';
import { isMapping } from '../../config/mapping.js';
import { joinLines } from '../join-lines.js';
import type { Resource } from '../resources/resource.js';
import type { Verdict } from './verdict.js';

/** As in https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#Condition. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly observedGeneration: number;
  /** When `status` last changed, in RFC 3339 with whole seconds. */
  readonly lastTransitionTime: string;
  /** CamelCase, for programs. */
  readonly reason: string;
  readonly message: string;
}

export interface ResourceStatus {
  readonly observedGeneration: number;
  /** The registry with which this generation went into service; the one before where it is not in service. */
  readonly registryVersion?: string;
  readonly conditions: readonly Condition[];
}

/** What is in service, and what is not yet. */
export interface Serving {
  /** `undefined` when nothing is in service, as at a start that was refused. */
  readonly version: string | undefined;
  /** Why the newest good registry is not in service yet. */
  readonly waitingFor: string | undefined;
}

type Finding = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** Longest message of a condition, in characters, by its schema. */
export const MAX_MESSAGE = 32_768;
/** Resources that a message names. */
const MAX_NAMED = 5;

/**
 * The status that a resource is to have; `undefined` when it has it, or when the verdict is about another content of it.
 * Conditions of other types are somebody else's, and stay.
 */
export function nextStatus(
  resource: Pick<Resource, 'file' | 'hash' | 'generation' | 'status'>,
  verdict: Verdict,
  serving: Serving,
  now: Date,
): ResourceStatus | undefined {
  if (verdict.hashes.get(resource.file) !== resource.hash) return undefined;
  const before = isMapping(resource.status) ? resource.status : {};
  const known = readConditions(before['conditions']);
  const findings = [accepted(resource.file, verdict), ready(resource.file, verdict, serving)];
  const conditions = findings.map((finding): Condition => {
    const old = known.find(({ type }) => type === finding.type);
    const isSameStatus = old?.status === finding.status && typeof old.lastTransitionTime === 'string';
    return {
      ...finding,
      observedGeneration: resource.generation,
      lastTransitionTime: isSameStatus ? old.lastTransitionTime : secondsOf(now),
    };
  });
  const others = known.filter(({ type }) => !findings.some((finding) => finding.type === type));
  const isSameGeneration = before['observedGeneration'] === resource.generation;
  const registryVersion = versionOf(before['registryVersion'], { isSameGeneration, verdict, serving, known });
  const next = {
    observedGeneration: resource.generation,
    ...(registryVersion === undefined ? {} : { registryVersion }),
    conditions: [...conditions, ...others],
  };
  const current = { ...pick(before), conditions: [...known] };
  return isDeepStrictEqual(sorted(current), sorted(next)) ? undefined : next;
}

/** Stays as it is while the generation serves: another version of the registry is no change of this resource. */
function versionOf(
  before: unknown,
  about: {
    readonly isSameGeneration: boolean;
    readonly verdict: Verdict;
    readonly serving: Serving;
    readonly known: readonly Condition[];
  },
): string | undefined {
  const { verdict, serving } = about;
  const old = typeof before === 'string' ? before : undefined;
  const isInService = verdict.version !== undefined && verdict.version === serving.version;
  if (!isInService) return old;
  return about.isSameGeneration && old !== undefined && wasReady(about.known) ? old : verdict.version;
}

function wasReady(known: readonly Condition[]): boolean {
  return known.some(({ type, status }) => type === 'Ready' && status === 'True');
}

function accepted(file: string, verdict: Verdict): Finding {
  const lines = verdict.problems.get(file);
  if (lines !== undefined) {
    return { type: 'Accepted', status: 'False', reason: 'Invalid', message: joinLines(lines, MAX_MESSAGE) };
  }
  const warnings = (verdict.warnings.get(file) ?? []).map((line) => `warning: ${line}`);
  return { type: 'Accepted', status: 'True', reason: 'Valid', message: joinLines(warnings, MAX_MESSAGE) };
}

function ready(file: string, verdict: Verdict, serving: Serving): Finding {
  if (verdict.version === undefined) {
    const goesOn = serving.version === undefined ? 'nothing is in service' : 'the last good one serves on';
    const because = verdict.problems.has(file) ? [] : reasonsOf(verdict);
    const message = joinLines([`the registry is refused; ${goesOn}`, ...because], MAX_MESSAGE);
    return { type: 'Ready', status: 'False', reason: 'RegistryRefused', message };
  }
  if (verdict.version === serving.version) {
    return { type: 'Ready', status: 'True', reason: 'InService', message: '' };
  }
  const message = serving.waitingFor ?? 'the registry is about to go into service';
  return { type: 'Ready', status: 'False', reason: 'Pending', message: joinLines([message], MAX_MESSAGE) };
}

/** Who is at fault; in full only what is told of no resource, for the rest is in the status of each. */
function reasonsOf({ problems, others }: Verdict): string[] {
  const named = [...problems.values()].flatMap(([line]) => line ?? []).slice(0, MAX_NAMED);
  const more = problems.size - named.length;
  return [...others, ...named, ...(more > 0 ? [`and ${more} more resources`] : [])];
}

/** The conditions of a status that anybody may have written. */
export function readConditions(value: unknown): Condition[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Condition => isMapping(one) && typeof one['type'] === 'string');
}

function pick(status: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { observedGeneration, registryVersion } = status;
  return { observedGeneration, ...(registryVersion === undefined ? {} : { registryVersion }) };
}

function sorted(status: { readonly conditions: readonly Condition[] }): object {
  return { ...status, conditions: status.conditions.toSorted((a, b) => (a.type < b.type ? -1 : 1)) };
}

function secondsOf(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
