import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { credentials, makeClientConstructor, Metadata } from '@grpc/grpc-js';
import type {
  Client,
  ClientDuplexStream,
  ServiceDefinition,
  ServiceError,
  StatusObject,
} from '@grpc/grpc-js';
import type { Decider } from '../../src/extproc/decider.js';
import type { Gatekeeper } from '../../src/extproc/gatekeeper.js';
import { startExtProcServer } from '../../src/extproc/server.js';
import type { ExtProcOptions, ExtProcServer } from '../../src/extproc/server.js';
import { loadServiceDefinitions } from './service-definitions.js';
import type { AccessLogServiceClient } from './gen/envoy/service/accesslog/v3/AccessLogService.js';
import type { ExternalProcessorClient } from './gen/envoy/service/ext_proc/v3/ExternalProcessor.js';
import type { ProcessingRequest } from './gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import type { ProcessingResponse__Output } from './gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import type { HealthClient } from './gen/grpc/health/v1/Health.js';
import type { Outcome } from '../../src/outcome/outcome.js';

const definitions = loadServiceDefinitions();

/** A decider that lets everything pass; tests replace what they are about. */
export function decider(parts: Partial<Decider> = {}): Decider {
  return { onHeaders: () => undefined, onBody: () => Promise.resolve({ kind: 'pass' }), ...parts };
}

/** A gatekeeper that delivers everything unseen; tests replace what they are about. */
export function gatekeeper(parts: Partial<Gatekeeper> = {}): Gatekeeper {
  return { judging: () => undefined, watching: () => undefined, ...parts };
}

/** What the server told its owner. */
export interface Heard {
  readonly errors: unknown[];
  readonly outcomes: Outcome[];
  readonly reporting: boolean[];
}

/** A running server that the test's end stops. */
export async function startServer(
  t: TestContext,
  options: Partial<ExtProcOptions> = {},
): Promise<{ server: ExtProcServer; heard: Heard }> {
  const heard: Heard = { errors: [], outcomes: [], reporting: [] };
  const server = await startExtProcServer({
    bind: '127.0.0.1:0',
    maxBodyBytes: 1024 * 1024,
    decider: decider(),
    gatekeeper: gatekeeper(),
    onOutcomes: (outcomes) => {
      heard.outcomes.push(...outcomes);
    },
    onReporting: (reporting) => {
      heard.reporting.push(reporting);
    },
    onError: (error) => {
      heard.errors.push(error);
    },
    ...options,
  });
  t.after(() => server.drain(0));
  return { server, heard };
}

/** A free place for a socket; the test's end removes its folder. */
export function socketPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'extproc.sock');
}

const OPTIONS = { 'grpc.max_receive_message_length': 32e6, 'grpc.max_send_message_length': 32e6 };

/** A client of each service at the address; the test's end closes them. */
export function connectTo(
  t: TestContext,
  address: string,
): { process: ExternalProcessorClient; accessLog: AccessLogServiceClient; health: HealthClient } {
  const connect = (service: ServiceDefinition, name: string): Client => {
    const client = new (makeClientConstructor(service, name))(address, credentials.createInsecure(), OPTIONS);
    t.after(() => {
      client.close();
    });
    return client;
  };
  return {
    process: connect(
      definitions.externalProcessor,
      'ExternalProcessor',
    ) as unknown as ExternalProcessorClient,
    accessLog: connect(definitions.accessLog, 'AccessLogService') as unknown as AccessLogServiceClient,
    health: connect(definitions.health, 'Health') as unknown as HealthClient,
  };
}

/** One request's conversation, as Envoy holds it. */
export class Conversation {
  readonly status: Promise<StatusObject>;
  readonly #call: ClientDuplexStream<ProcessingRequest, ProcessingResponse__Output>;
  readonly #received: ProcessingResponse__Output[] = [];
  #over = false;
  #wake: () => void = () => undefined;

  constructor(client: ExternalProcessorClient, metadata: Readonly<Record<string, string>> = {}) {
    const grpcMetadata = new Metadata();
    for (const [name, value] of Object.entries(metadata)) grpcMetadata.set(name, value);
    const call = client.Process(grpcMetadata);
    call.on('data', (response: ProcessingResponse__Output) => {
      this.#received.push(response);
      this.#wake();
    });
    // A failed call has its status as well.
    call.on('error', (error: ServiceError) => error);
    this.status = new Promise((resolve) => {
      call.on('status', (status) => {
        this.#over = true;
        resolve(status);
        this.#wake();
      });
    });
    this.#call = call;
  }

  send(request: ProcessingRequest): void {
    this.#call.write(request);
  }

  /** The next response; rejects when the stream ends without one. */
  async next(): Promise<ProcessingResponse__Output> {
    for (;;) {
      const response = this.#received.shift();
      if (response !== undefined) return response;
      if (this.#over) throw new Error(`the stream ended: ${JSON.stringify(await this.status)}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async ask(request: ProcessingRequest): Promise<ProcessingResponse__Output> {
    this.send(request);
    return await this.next();
  }

  end(): void {
    this.#call.end();
  }

  cancel(): void {
    this.#call.cancel();
  }
}

/** The head of a request as Envoy sends it. */
export function headOf(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  endOfStream = false,
): ProcessingRequest {
  const all = Object.entries({ ':method': 'POST', ':path': path, ...headers });
  return {
    request_headers: {
      headers: { headers: all.map(([key, value]) => ({ key, raw_value: Buffer.from(value) })) },
      end_of_stream: endOfStream,
    },
  };
}

export function bodyOf(text: string): ProcessingRequest {
  return { request_body: { body: Buffer.from(text), end_of_stream: true } };
}
