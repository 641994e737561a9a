/**
 * A process of its own: `node empty-server.js unix:/path`. The yardstick: the least that an ext_proc server in Node does
 * when it is written with the usual library (grpc-js, proto-loader), with nothing behind it.
 */
import { join } from 'node:path';
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServiceDefinition,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { packageRoot } from '../../src/package-root.js';

type Part = 'request_headers' | 'request_body';
type Process = ServerDuplexStream<{ readonly request?: Part }, object>;
type Respond = (error: null, value: object) => void;

const LIMIT = 17 * 1024 * 1024;
const CONTINUE = { response: { status: 'CONTINUE' } };

const definitions = loadSync(
  [
    'envoy/service/ext_proc/v3/external_processor.proto',
    'envoy/service/accesslog/v3/als.proto',
    'grpc/health/v1/health.proto',
  ],
  { includeDirs: [join(packageRoot, 'protos')], keepCase: true, longs: Number, enums: String, oneofs: true },
);

function serve(server: Server, service: string, handlers: Record<string, UntypedHandleCall>): void {
  server.addService(definitions[service] as ServiceDefinition, handlers);
}

const server = new Server({
  'grpc.max_receive_message_length': LIMIT,
  'grpc.max_send_message_length': LIMIT,
  'grpc.enable_channelz': 0,
});
serve(server, 'envoy.service.ext_proc.v3.ExternalProcessor', {
  Process: (call: Process) => {
    call.on('data', ({ request }: { readonly request?: Part }) => {
      if (request === undefined || !call.writable || call.cancelled) return;
      call.write({ [request]: CONTINUE });
      if (request === 'request_body') call.end();
    });
    call.on('end', () => {
      call.end();
    });
    call.on('error', () => undefined);
  },
});
serve(server, 'envoy.service.accesslog.v3.AccessLogService', {
  StreamAccessLogs: (call: ServerReadableStream<object, object>, respond: Respond) => {
    call.resume();
    call.on('end', () => {
      respond(null, {});
    });
    call.on('error', () => undefined);
  },
});
serve(server, 'grpc.health.v1.Health', {
  Check: (_call: unknown, respond: Respond) => {
    respond(null, { status: 'SERVING' });
  },
});
server.bindAsync(process.argv[2] ?? '', ServerCredentials.createInsecure(), (error) => {
  if (error !== null) throw error;
});
process.once('SIGTERM', () => {
  server.tryShutdown(() => undefined);
  setTimeout(() => {
    server.forceShutdown();
  }, 1000).unref();
});
