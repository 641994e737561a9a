import { type PathRow, summarisePath } from '../path/path-summary.js';
import type { Results } from '../results.js';
import type { ScaleFigures } from './scale-figures.js';

/** What one request, one route and one replica cost, read from the figures of a run. */
export interface Unit {
  /** CPU of Dragoman and of Envoy for a request that a rule decides, body of 2 KB, in milliseconds; the thread that serves. */
  readonly baseMs: number;
  readonly envoyMs: number;
  /** CPU that each KiB of the body adds, in milliseconds. */
  readonly perKibMs: number;
  /** The fast head, in the thread that serves; the encoder, in threads of its own, by tokens of the prompt. */
  readonly fastMs: number;
  readonly encoder: readonly { readonly tokens: number; readonly ms: number }[];
  /** A record written, in milliseconds; its size in bytes. */
  readonly recordMs: number;
  readonly recordBytes: number;
  /** Resident with the encoder loaded, without a registry of size, in MiB. */
  readonly residentMiB: number;
  /** Memory of a route with its examples, and of each example, in bytes. */
  readonly perRouteBytes: number;
  readonly perExampleBytes: number;
  readonly scale: ScaleFigures;
}

/** @returns `undefined` for results of earlier runs, which lack some of it */
export function unitOf(results: Results): Unit | undefined {
  const { heads, records, scale, path } = results;
  if (heads === undefined || records === undefined || scale === undefined || path === undefined)
    return undefined;
  const rules = summarisePath(path).filter(({ target }) => target === 'rule');
  const [small, large] = [rowOf(rules, 2048), rowOf(rules, 32_768)];
  if (small === undefined || large === undefined) return undefined;
  const { perRouteBytes, perExampleBytes } = growthOf(scale);
  return {
    ...{ baseMs: small.saturated.serverMs, envoyMs: small.saturated.envoyMs },
    perKibMs: Math.max(0, large.saturated.serverMs - small.saturated.serverMs) / 30,
    fastMs: heads.fastMs,
    encoder: heads.encoder.map(({ tokens, ms }) => ({ tokens, ms })),
    ...{ recordMs: records.cpuUs / 1000, recordBytes: records.bytesEach },
    residentMiB: path.memory.dragoman.residentMiB,
    ...{ perRouteBytes, perExampleBytes, scale },
  };
}

function rowOf(rows: readonly PathRow[], size: number): PathRow | undefined {
  return rows.find(({ load }) => load === size);
}

/** Least squares over all sizes: memory = base + a * routes + b * routes * examples. */
export function growthOf({
  loads,
}: Pick<ScaleFigures, 'loads'>): Pick<Unit, 'perRouteBytes' | 'perExampleBytes'> {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const centred = (values: readonly number[]): number[] => values.map((value) => value - mean(values));
  const routes = centred(loads.map((load) => load.routes));
  const examples = centred(loads.map((load) => load.routes * load.examples));
  const kept = centred(loads.map((load) => load.keptBytes));
  const sum = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0);
  const [rr, ee, re] = [sum(routes, routes), sum(examples, examples), sum(routes, examples)];
  const [rk, ek] = [sum(routes, kept), sum(examples, kept)];
  const determinant = rr * ee - re * re;
  return {
    perRouteBytes: Math.max(0, (rk * ee - ek * re) / determinant),
    perExampleBytes: Math.max(0, (ek * rr - rk * re) / determinant),
  };
}

/** How traffic is decided, as shares of the requests in [0, 1]; what is left, rules and caches decide. */
export interface Mix {
  /** The fast head is asked. */
  readonly fast: number;
  /** The encoder is asked, after the fast head was in doubt and no replica knew. */
  readonly encoder: number;
  /** Tokens of a prompt that it reads: one of those that were measured. */
  readonly tokens: number;
}

export interface Sizing {
  readonly perSecond: number;
  readonly replicas: number;
  /** Of all replicas together, at the load that is aimed at. */
  readonly dragomanCores: number;
  readonly envoyCores: number;
  readonly memoryMiB: number;
  /** Rows a second that the store gets, and bytes a day. */
  readonly recordsPerSecond: number;
  readonly recordBytesPerDay: number;
  /** Lookups and writes a second that a shared cache gets, and its bytes if each text comes once in the time that it is kept. */
  readonly lookupsPerSecond: number;
}

/** Share of a core, and of a thread, that is used when all is well: the rest is for peaks and for a replica that is lost. */
export const AIMED_LOAD = 0.6;
/** A fleet has two replicas at least, so that one may restart. */
const LEAST_REPLICAS = 2;

/** What a rate of requests takes. */
export function sizingOf(unit: Unit, mix: Mix, perSecond: number, registryMiB: number): Sizing {
  const encoderMs = encoderMsOf(unit, mix.tokens);
  const servingMs = unit.baseMs + mix.fast * unit.fastMs;
  const behindMs = mix.encoder * encoderMs + unit.recordMs;
  // One thread serves, and one embeds: either may be the first that is full.
  const perReplica = (1000 * AIMED_LOAD) / Math.max(servingMs, mix.encoder * encoderMs);
  const needed = Math.ceil(perSecond / perReplica);
  const replicas = Math.max(LEAST_REPLICAS, needed);
  return {
    ...{ perSecond, replicas },
    dragomanCores: (perSecond * (servingMs + behindMs)) / 1000 / AIMED_LOAD,
    envoyCores: (perSecond * unit.envoyMs) / 1000 / AIMED_LOAD,
    memoryMiB: replicas * (unit.residentMiB + registryMiB),
    recordsPerSecond: perSecond,
    recordBytesPerDay: perSecond * 86_400 * unit.recordBytes,
    lookupsPerSecond: perSecond * mix.encoder,
  };
}

/** @throws Error for a number of tokens that was not measured */
export function encoderMsOf({ encoder }: Unit, tokens: number): number {
  const found = encoder.find((one) => one.tokens === tokens);
  if (found === undefined) throw new Error(`the encoder was not measured with ${tokens} tokens`);
  return found.ms;
}
