import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dataFile, dataUnavailable } from '../../src/lab/data-folder.js';
import type { LoadRequest } from '../load/load-job.js';

const FILE = 'traffic/traffic.jsonl.gz';

/** The recorded traffic, request after request. */
export interface TrafficTrace {
  /** The next so many. Each pass is a tenant of its own, so that no cache knows it from the pass before. */
  next(count: number): LoadRequest[];
}

/** Why there is no trace; `undefined` when there is one. */
export function traceUnavailable(): string | undefined {
  return dataUnavailable();
}

interface TraceRow {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** @throws Error when the folder of data sets is absent; ask {@link traceUnavailable} first */
export function openTrace(): TrafficTrace {
  const text = gunzipSync(readFileSync(dataFile(FILE))).toString();
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { headers = {}, body } = JSON.parse(line) as TraceRow;
      return { headers, body: JSON.stringify(body) };
    });
  let at = 0;
  return {
    next: (count) =>
      Array.from({ length: count }, () => {
        const { headers, body } = rows[at % rows.length] ?? { headers: {}, body: '' };
        const pass = Math.floor(at / rows.length);
        at += 1;
        return { body, headers: { ...headers, 'x-tenant-id': `pass-${pass}` } };
      }),
  };
}
