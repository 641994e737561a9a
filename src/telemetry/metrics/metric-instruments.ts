import { Counter, Gauge, Histogram, type OpenMetricsContentType, type Registry } from 'prom-client';
import { METRICS, type MetricKey } from './metric-names.js';
import type { MetricSpec, MetricType } from './metric-spec.js';

export type LabelsOf<K extends MetricKey> = (typeof METRICS)[K]['labels'][number];

/** Values of a metric's labels. */
export type LabelValues<K extends MetricKey> = Readonly<Partial<Record<LabelsOf<K>, string>>>;

interface InstrumentTypes<L extends string> {
  readonly counter: Counter<L>;
  readonly gauge: Gauge<L>;
  readonly histogram: Histogram<L>;
}

export type Instrument = InstrumentTypes<string>[MetricType];

/** One instrument a metric of the table. */
export type Instruments = {
  readonly [K in MetricKey]: InstrumentTypes<LabelsOf<K>>[(typeof METRICS)[K]['type']];
};

/** Makes every metric of the table in a registry of its own. */
export function createInstruments(registry: Registry<OpenMetricsContentType>): Instruments {
  const made = Object.entries<MetricSpec>(METRICS).map(([key, spec]) => [key, createOne(spec, registry)]);
  return Object.fromEntries(made) as Instruments;
}

function createOne(spec: MetricSpec, registry: Registry<OpenMetricsContentType>): Instrument {
  const { help, labels, type, buckets = [], hasExemplars = false } = spec;
  const options = { name: familyOf(spec), help, labelNames: labels, registers: [registry] };
  if (type === 'gauge') return new Gauge(options);
  if (type === 'counter') return new Counter({ ...options, enableExemplars: hasExemplars });
  return new Histogram({ ...options, buckets: [...buckets], enableExemplars: hasExemplars });
}

/** OpenMetrics names a counter without `_total`, and its one sample with it. */
export function familyOf({ name, type }: MetricSpec): string {
  return type === 'counter' ? name.replace(/_total$/, '') : name;
}
