import assert from 'node:assert/strict';

/** One line of a scrape. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Labels of the exemplar; absent without one. */
  readonly exemplar?: Readonly<Record<string, string>>;
}

/** What a scraper sees. */
export interface Scrape {
  readonly contentType: string;
  readonly text: string;
  readonly samples: readonly MetricSample[];
  /** Sum of the samples of this name that have these labels, among others; 0 without any. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
  /** All values of a label. */
  valuesOf(label: string): readonly string[];
}

/** Reads Prometheus' text format and OpenMetrics; fails the test for a line that is neither a sample nor a comment. */
export function readMetrics(contentType: string, text: string): Scrape {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const samples = lines.map(readLine);
  return {
    ...{ contentType, text, samples },
    sum: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name && has(sample.labels, labels))
        .reduce((sum, { value }) => sum + value, 0),
    valuesOf: (label) => [...new Set(samples.flatMap(({ labels }) => labels[label] ?? []))],
  };
}

/** @param admin base URL of the admin port */
export async function scrape(admin: string, accept = '*/*'): Promise<Scrape> {
  const response = await fetch(`${admin}/metrics`, { headers: { accept } });
  assert.equal(response.status, 200);
  return readMetrics(response.headers.get('content-type') ?? '', await response.text());
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*?)\})? ([^ ]+)(?: # \{(.*)\} [^ ]+ [^ ]+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

function readLine(line: string): MetricSample {
  const [, name, labels = '', value, exemplar] = LINE.exec(line) ?? [];
  assert.ok(name !== undefined && value !== undefined, `no sample: ${line}`);
  const read = { name, labels: readLabels(labels), value: Number(value.replace('Inf', 'Infinity')) };
  assert.ok(!Number.isNaN(read.value), line);
  return exemplar === undefined ? read : { ...read, exemplar: readLabels(exemplar) };
}

function readLabels(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, value]));
}

function has(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}
