import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadSync } from '@grpc/proto-loader';
import { listOf, objectOf } from '../../demo/stand-in/json.js';
import { packageRoot } from '../../src/package-root.js';

export interface ReceivedSpan {
  /** `service.name` of its resource. */
  readonly service: string;
  readonly name: string;
  /** Hexadecimal, as the two other ids. */
  readonly trace: string;
  readonly id: string;
  /** Empty for a root. */
  readonly parent: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  /** What it is linked to. */
  readonly links: readonly Pick<ReceivedSpan, 'trace' | 'id'>[];
}

/** A collector that takes spans by OTLP over HTTP (protobuf) and keeps them. */
export interface OtlpReceiver {
  /** Base URL, as `OTEL_EXPORTER_OTLP_ENDPOINT` wants it. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  close(): void;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const decode = loadDecoder();
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces') spans.push(...spansOf(decode(Buffer.concat(chunks))));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface TracesDefinition {
  readonly Export: { readonly requestDeserialize: (bytes: Buffer) => unknown };
}

function loadDecoder(): (bytes: Buffer) => unknown {
  const definitions: Readonly<Record<string, unknown>> = loadSync(
    join(packageRoot, 'test/fixtures/otlp/trace.proto'),
    { longs: Number, keepCase: true },
  );
  return (definitions['otlp.Traces'] as TracesDefinition).Export.requestDeserialize;
}

function spansOf(message: unknown): ReceivedSpan[] {
  return listOf(objectOf(message)['resource_spans']).flatMap((resource) => {
    const { resource: about, scope_spans: scopes } = objectOf(resource);
    const service = String(attributesOf(objectOf(about)['attributes'])['service.name']);
    return listOf(scopes).flatMap((scope) =>
      listOf(objectOf(scope)['spans']).map((span) => {
        const { name, trace_id, span_id, parent_span_id, attributes, events, links } = objectOf(span);
        return {
          service,
          name: String(name),
          trace: hexOf(trace_id),
          id: hexOf(span_id),
          parent: hexOf(parent_span_id),
          attributes: attributesOf(attributes),
          events: listOf(events)
            .map(objectOf)
            .map((event) => ({
              name: String(event['name']),
              attributes: attributesOf(event['attributes']),
            })),
          links: listOf(links)
            .map(objectOf)
            .map((link) => ({
              trace: hexOf(link['trace_id']),
              id: hexOf(link['span_id']),
            })),
        };
      }),
    );
  });
}

function hexOf(bytes: unknown): string {
  return Buffer.isBuffer(bytes) ? bytes.toString('hex') : '';
}

function attributesOf(list: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    listOf(list).map((entry) => {
      const { key, value } = objectOf(entry);
      return [String(key), valueOf(value)];
    }),
  );
}

function valueOf(value: unknown): unknown {
  const [only] = Object.values(objectOf(value));
  const { values } = objectOf(only);
  return values === undefined ? only : listOf(values).map(valueOf);
}
