import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { listOf, objectOf } from '../../demo/stand-in/json.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import type { TreeSpan } from './trace-tree.js';

/** A span as Jaeger shows it. */
export interface JaegerSpan extends TreeSpan {
  readonly trace: string;
  readonly tags: Readonly<Record<string, unknown>>;
  /** Names of its events. */
  readonly events: readonly string[];
  /** Of the spans that it is linked to. */
  readonly links: readonly Pick<JaegerSpan, 'trace' | 'id'>[];
}

/** Jaeger with its storage in memory, on free ports of 127.0.0.1. */
export interface Jaeger {
  /** Where it takes OTLP over HTTP, as `OTEL_EXPORTER_OTLP_ENDPOINT` wants it. */
  readonly collector: string;
  /** The spans of a trace; none while it is not known. */
  trace(id: string): Promise<readonly JaegerSpan[]>;
  /** The spans of each trace of a service that has a span with all tags. */
  search(
    service: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<readonly (readonly JaegerSpan[])[]>;
  stop(): Promise<void>;
}

/** @param program Jaeger's all-in-one, version 1 */
export async function startJaeger(program: string): Promise<Jaeger> {
  const work = await mkdtemp(join(tmpdir(), 'jaeger-'));
  const [http, query, ...others] = await freePorts(7);
  const flags = [
    'collector.grpc-server',
    'collector.http-server',
    'collector.otlp.grpc',
    'query.grpc-server',
    'admin.http',
  ];
  const child = startChild({
    name: 'Jaeger',
    command: program,
    args: [
      `--collector.otlp.http.host-port=127.0.0.1:${http}`,
      `--query.http-server.host-port=127.0.0.1:${query}`,
      ...flags.map((flag, at) => `--${flag}.host-port=127.0.0.1:${others[at]}`),
    ],
    env: { SPAN_STORAGE_TYPE: 'memory' },
    logFile: join(work, 'jaeger.log'),
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(work, { recursive: true, force: true });
  };
  const api = `http://127.0.0.1:${query}/api`;
  try {
    await waitFor('Jaeger', () => isOk(`${api}/services`), child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    collector: `http://127.0.0.1:${http}`,
    trace: async (id) => (await tracesAt(`${api}/traces/${id}`)).flat(),
    search: (service, tags) => {
      const query = new URLSearchParams({ service, tags: JSON.stringify(tags) });
      return tracesAt(`${api}/traces?${query.toString()}`);
    },
    stop,
  };
}

async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await randomFreePort());
  return [...ports];
}

async function tracesAt(url: string): Promise<readonly (readonly JaegerSpan[])[]> {
  const answer: unknown = await (await fetch(url)).json();
  return listOf(objectOf(answer)['data']).map((trace) => {
    const { spans, processes } = objectOf(trace);
    return listOf(spans).map((span) => spanOf(objectOf(span), objectOf(processes)));
  });
}

function spanOf(
  span: Readonly<Record<string, unknown>>,
  processes: Readonly<Record<string, unknown>>,
): JaegerSpan {
  const references = listOf(span['references']).map(objectOf);
  const ofType = (type: string): readonly Pick<JaegerSpan, 'trace' | 'id'>[] =>
    references
      .filter(({ refType }) => refType === type)
      .map(({ traceID, spanID }) => ({ trace: String(traceID), id: String(spanID) }));
  return {
    service: String(objectOf(processes[String(span['processID'])])['serviceName']),
    name: String(span['operationName']),
    trace: String(span['traceID']),
    id: String(span['spanID']),
    parent: ofType('CHILD_OF')[0]?.id ?? '',
    links: ofType('FOLLOWS_FROM'),
    tags: entriesOf(span['tags']),
    events: listOf(span['logs']).map((log) => String(entriesOf(objectOf(log)['fields'])['event'])),
  };
}

function entriesOf(list: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    listOf(list)
      .map(objectOf)
      .map(({ key, value }) => [String(key), value]),
  );
}
