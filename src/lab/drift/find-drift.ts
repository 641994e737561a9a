import type { Registry } from '../../config/registry.js';
import type { RecordStore } from '../../store/record-store.js';
import { type DriftFinding, findingsOf, type Severity } from './drift-finding.js';
import type { DriftPeriod } from './drift-stream.js';
import { watchDistances } from './embedding-distance.js';
import { gatherDrift, type GatheredDrift } from './gather-drift.js';
import { mineClusters, type TrafficCluster } from './mine-clusters.js';
import { routeDocument } from './route-document.js';
import { centresOf, type EmbedAll } from './route-space.js';

/** A registry and an encoder, for what needs the texts. */
export interface DriftSpace {
  readonly registry: Registry;
  readonly embedAll: EmbedAll;
}

export interface DriftOptions {
  readonly period: DriftPeriod;
  /** Chance that the sequential tests find anything where nothing has changed, over all of them. */
  readonly alpha: number;
  /** Most texts that are embedded of each kind. */
  readonly texts: number;
  /** `undefined`: neither distances nor clusters. */
  readonly space: DriftSpace | undefined;
  readonly onRecords?: (count: number) => void;
  /** All records were read; what comes now is about texts. */
  readonly onRead?: () => void;
}

export interface DriftReport {
  /** ISO times. */
  readonly reference: { readonly from: string; readonly records: number };
  readonly window: { readonly from: string; readonly until: string; readonly records: number };
  readonly alpha: number;
  /** Streams whose reference was large enough, and those that were left out. */
  readonly tested: number;
  readonly tooFew: number;
  /** Gravest first. */
  readonly findings: readonly DriftFinding[];
  /** Prompts that were embedded; 0 where no text was kept, or without a registry. */
  readonly texts: number;
  /** Requests that no route covers and whose text was kept. */
  readonly uncovered: number;
  readonly clusters: readonly MinedRoute[];
}

export interface MinedRoute extends TrafficCluster {
  /** YAML of a Route. */
  readonly document: string;
}

/** Looks for change in the records of a store. */
export async function findDrift(
  store: Pick<RecordStore, 'scan' | 'feedback'>,
  { period, alpha, texts, space, onRecords, onRead }: DriftOptions,
): Promise<DriftReport> {
  const most = space === undefined ? 0 : texts;
  const gathered = await gatherDrift(store, { period, alpha, texts: most, ...(onRecords && { onRecords }) });
  onRead?.();
  const clusters = space === undefined ? [] : await inSpace(gathered, space);
  const streams = gathered.streams.all;
  const tested = gathered.streams.ready;
  const { until, windowMs, referenceMs } = period;
  const isoOf = (at: number): string => new Date(at).toISOString();
  return {
    reference: { from: isoOf(until - windowMs - referenceMs), records: gathered.records.reference },
    window: { from: isoOf(until - windowMs), until: isoOf(until), records: gathered.records.window },
    ...{ alpha, tested, tooFew: streams.length - tested },
    findings: streams.flatMap(findingsOf).sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]),
    texts: gathered.texts.reference.length + gathered.texts.window.length,
    uncovered: gathered.uncoveredSeen,
    clusters,
  };
}

const GRAVITY: Readonly<Record<Severity, number>> = { high: 0, medium: 1, low: 2, info: 3 };

async function inSpace(gathered: GatheredDrift, { registry, embedAll }: DriftSpace): Promise<MinedRoute[]> {
  const { texts, uncovered } = gathered;
  if (texts.reference.length + texts.window.length === 0) return [];
  const centres = await centresOf(registry, embedAll);
  await watchDistances(gathered, centres, embedAll);
  const clusters = mineClusters(uncovered, {
    vectors: await embedAll(uncovered.map(({ text }) => text)),
    centres,
    covered: registry.routes.flatMap(({ examples }) => examples),
    taken: registry.routes.map(({ name }) => name),
  });
  return clusters.map((cluster) => ({ ...cluster, document: routeDocument(cluster, registry) }));
}
