import { setImmediate } from 'node:timers/promises';
import { type OpenMetricsContentType, Registry } from 'prom-client';
import { AnswerCells } from './answer-cells.js';
import { forgetSeries } from './forget-series.js';
import { knownNames, type ServedNames } from './known-names.js';
import { createInstruments, familyOf, type Instruments } from './metric-instruments.js';
import { LABELS } from './metric-labels.js';
import { METRICS } from './metric-names.js';
import { createReading, type MetricReader } from './metric-readers.js';
import type { MetricSpec } from './metric-spec.js';
import { prefersOpenMetrics, toPlainText } from './metric-text.js';
import { createObservers, type Observers } from './observers.js';
import { startProcessReadings } from './process-readings.js';

/** Everything that `/metrics` shows. */
export interface Metrics extends Observers {
  /** Names the routes and models in service; series of others are removed, and what they still do counts as `other`. */
  readonly serve: (names: ServedNames) => void;
  /** Has what is counted elsewhere read at each scrape. */
  readonly readFrom: (reader: MetricReader) => void;
  /** @param accept the scraper's `accept` header, by which it gets OpenMetrics with exemplars, or plain text */
  readonly render: (accept: string | undefined) => Promise<MetricsText>;
  readonly stop: () => void;
}

export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/**
 * Metrics of this process by the table in metric-names.ts.
 *
 * @param version Dragoman's
 */
export function createMetrics(version: string): Metrics {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const instruments = createInstruments(registry);
  beginAtZero(instruments);
  const read = createReading(instruments, () => names);
  const own = startProcessReadings(version);
  const cells = new AnswerCells();
  const readers: MetricReader[] = [own.read];
  let names = knownNames({ routes: [], models: [], aliases: [] });
  let forgetting = Promise.resolve();
  return {
    ...createObservers(instruments, { names: () => names, cells }),
    serve(served) {
      names = knownNames(served);
      cells.forget(names);
      forgetting = forgetting.then(() => forgetSeries(instruments, () => names));
    },
    readFrom(reader) {
      readers.push(reader);
    },
    async render(accept) {
      // Last, for a reader may find that other names are in service.
      read([...readers, cells.read]);
      await forgetting;
      const text = await write(registry);
      return prefersOpenMetrics(accept)
        ? { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text }
        : { contentType: Registry.PROMETHEUS_CONTENT_TYPE, text: toPlainText(text) };
    },
    stop: own.stop,
  };
}

/** One metric after another, with requests in between: a large registry has tens of thousands of series. */
async function write(registry: Registry<OpenMetricsContentType>): Promise<string> {
  const texts: string[] = [];
  for (const spec of Object.values<MetricSpec>(METRICS)) {
    texts.push(await registry.getSingleMetricAsString(familyOf(spec)));
    await setImmediate();
  }
  return `${texts.join('\n')}\n# EOF\n`;
}

/** So that a rate has a beginning: a counter that appears with its first event has no increase. */
function beginAtZero({ fallbacks, undecided, encoderTexts }: Instruments): void {
  for (const cause of LABELS.cause.values) fallbacks.inc({ cause }, 0);
  for (const status of LABELS.status.values) undecided.inc({ status }, 0);
  for (const embedding of LABELS.embedding.values) encoderTexts.inc({ embedding }, 0);
}
