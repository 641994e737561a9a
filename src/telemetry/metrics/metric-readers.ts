import { Gauge, type Counter } from 'prom-client';
import type { KnownNames } from './known-names.js';
import type { Instruments, LabelValues } from './metric-instruments.js';
import type { LabelName } from './metric-labels.js';
import { METRICS, type MetricKey } from './metric-names.js';

/** Metrics that may be read at the scrape. */
export type ReadKey = {
  [K in MetricKey]: (typeof METRICS)[K]['type'] extends 'histogram' ? never : K;
}[MetricKey];

/** Tells one value of a gauge, or the whole of a counter. */
export type Collect = <K extends ReadKey>(key: K, value: number, labels?: LabelValues<K>) => void;

/** Tells what is counted elsewhere, each time that somebody scrapes. */
export type MetricReader = (collect: Collect) => void;

/**
 * Reads into instruments; what was read the last time and is not there any more is gone from them.
 *
 * @param names those in service; what is read of others is passed over, so that no reader need bound its series
 */
export function createReading(
  instruments: Instruments,
  names: () => KnownNames,
): (readers: readonly MetricReader[]) => void {
  const wereRead = new Set<ReadKey>();
  const collect = (key: ReadKey, value: number, labels: LabelValues<ReadKey> = {}): void => {
    const { allows } = names();
    if (Object.entries(labels).some(([label, value]) => !allows(label as LabelName, value))) return;
    wereRead.add(key);
    const instrument: Counter | Gauge = instruments[key];
    if (instrument instanceof Gauge) instrument.set(labels, value);
    else instrument.inc(labels, value);
  };
  return (readers) => {
    for (const key of wereRead) instruments[key].reset();
    wereRead.clear();
    for (const read of readers) read(collect);
  };
}
