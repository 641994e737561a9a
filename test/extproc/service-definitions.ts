import { join } from 'node:path';
import { loadSync } from '@grpc/proto-loader';
import type { AccessLogServiceDefinition } from './gen/envoy/service/accesslog/v3/AccessLogService.js';
import type { ExternalProcessorDefinition } from './gen/envoy/service/ext_proc/v3/ExternalProcessor.js';
import type { HealthDefinition } from './gen/grpc/health/v1/Health.js';
import { packageRoot } from '../../src/package-root.js';

/** What Envoy may call here. */
export interface ServiceDefinitions {
  readonly externalProcessor: ExternalProcessorDefinition;
  readonly accessLog: AccessLogServiceDefinition;
  readonly health: HealthDefinition;
}

/** Reads `protos/`. The options must be those that `scripts/generate/proto-types.mjs` generates the types with. */
export function loadServiceDefinitions(): ServiceDefinitions {
  const definitions: Readonly<Record<string, unknown>> = loadSync(
    [
      'envoy/service/ext_proc/v3/external_processor.proto',
      'envoy/service/accesslog/v3/als.proto',
      'grpc/health/v1/health.proto',
    ],
    {
      includeDirs: [join(packageRoot, 'protos')],
      keepCase: true,
      longs: Number,
      enums: String,
      oneofs: true,
    },
  );
  return {
    externalProcessor: definitions[
      'envoy.service.ext_proc.v3.ExternalProcessor'
    ] as ExternalProcessorDefinition,
    accessLog: definitions['envoy.service.accesslog.v3.AccessLogService'] as AccessLogServiceDefinition,
    health: definitions['grpc.health.v1.Health'] as HealthDefinition,
  };
}
