import {
  credentials,
  makeClientConstructor,
  Metadata,
  type ServiceDefinition,
  type StatusObject,
} from '@grpc/grpc-js';
import { HEADERS } from '../../../src/mutation/wire-names.js';
import type { ExternalProcessorClient } from '../../extproc/gen/envoy/service/ext_proc/v3/ExternalProcessor.js';
import type { ProcessingRequest } from '../../extproc/gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import type { ProcessingResponse__Output } from '../../extproc/gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import { loadServiceDefinitions } from '../../extproc/service-definitions.js';

/** What came back on one stream. */
export interface Conversation {
  readonly replies: readonly ProcessingResponse__Output[];
  /** gRPC's status. */
  readonly code: number;
}

/** A client that sends what it is told, messages or bytes, as a broken proxy might. */
export interface Proxy {
  /** Sends everything at once, then ends the stream or cancels it; resolves when the stream is over. */
  converse(stream: {
    readonly role: string;
    readonly messages: readonly (object | Buffer)[];
    readonly isCancelled: boolean;
  }): Promise<Conversation>;
  close(): void;
}

export function connectProxy(address: string): Proxy {
  const { Process } = loadServiceDefinitions().externalProcessor;
  const method = {
    ...Process,
    requestSerialize: (message: object | Buffer) =>
      Buffer.isBuffer(message) ? message : Process.requestSerialize(message),
  };
  const service = { Process: method } as unknown as ServiceDefinition;
  const Client = makeClientConstructor(service, 'ExternalProcessor');
  const client = new Client(address, credentials.createInsecure()) as unknown as ExternalProcessorClient;
  return {
    converse: ({ role, messages, isCancelled }) =>
      new Promise((resolve) => {
        const metadata = new Metadata();
        if (role !== '') metadata.set(HEADERS.role, role);
        const call = client.Process(metadata);
        const replies: ProcessingResponse__Output[] = [];
        call.on('data', (reply: ProcessingResponse__Output) => replies.push(reply));
        call.on('error', () => undefined);
        call.on('status', ({ code }: StatusObject) => {
          resolve({ replies, code });
        });
        for (const message of messages) call.write(message as ProcessingRequest);
        call.end();
        if (isCancelled) call.cancel();
      }),
    close: () => {
      client.close();
    },
  };
}
