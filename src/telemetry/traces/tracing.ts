import { trace } from '@opentelemetry/api';
import type { TraceReports, Tracing } from './exported-tracing.js';
import { headSampling } from './trace-settings.js';

export type { TraceCounts, Tracing } from './exported-tracing.js';

/**
 * Starts tracing when `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is set (OTLP over
 * HTTP, protobuf); otherwise spans go nowhere. `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SDK_DISABLED`,
 * `OTEL_TRACES_SAMPLER` and the variables of the exporter and the batch processor hold
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/); for ours see {@link keepSettings}.
 *
 * @param environment the process's own: the exporter reads that one by itself
 * @throws {DragomanError} `usage` for a malformed variable of ours
 */
export async function startTracing(
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
  { warn, ...reports }: TraceReports = {},
): Promise<Tracing> {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint === undefined || endpoint === '' || environment['OTEL_SDK_DISABLED'] === 'true') {
    return {
      tracer: trace.getTracer('dragoman', version),
      counts: undefined,
      settle: (record) => record,
      shutdown: () => Promise.resolve(),
    };
  }
  const head = headSampling(environment, (message) => warn?.(message));
  // Imported only when used: the SDK is a large part of what a process without tracing would load.
  const { exportedTracing } = await import('./exported-tracing.js');
  return exportedTracing(environment, version, head, reports);
}
