import type { HTTPAccessLogEntry__Output } from '../gen/envoy/data/accesslog/v3/HTTPAccessLogEntry.js';
import type { Duration__Output } from '../gen/google/protobuf/Duration.js';
import type { Struct__Output } from '../gen/google/protobuf/Struct.js';
import { METADATA } from '../mutation/wire-names.js';
import type { Outcome } from '../outcome/outcome.js';

/** Reads an entry of Envoy's access log; `undefined` for one about a request that is not over yet. */
export function outcomeOfEntry(entry: HTTPAccessLogEntry__Output): Outcome | undefined {
  const common = entry.common_properties ?? {};
  const type = common.access_log_type ?? 'NotSet';
  if (type !== 'NotSet' && type !== 'DownstreamEnd') return undefined;
  const namespaces = common.metadata?.filter_metadata ?? {};
  const usage = namespaces[METADATA.usage];
  return {
    requestId: entry.request?.request_id ?? '',
    status: entry.response?.response_code?.value ?? 0,
    details: entry.response?.response_code_details ?? '',
    // Only the flags that are set are present.
    flags: Object.keys(common.response_flags ?? {}),
    attempts: common.upstream_request_attempt_count ?? 0,
    totalMs: milliseconds(common.duration ?? common.time_to_last_downstream_tx_byte) ?? 0,
    startTime: milliseconds(common.start_time) ?? 0,
    ...present({
      decisionId: text(namespaces[METADATA.decision], 'decision'),
      cluster: common.upstream_cluster === '' ? undefined : common.upstream_cluster,
      inputTokens: count(usage, 'input'),
      outputTokens: count(usage, 'output'),
      cachedTokens: count(usage, 'cached'),
      upstreamModel: text(usage, 'model'),
      timeToFirstByteMs: milliseconds(common.time_to_first_downstream_tx_byte),
    }),
  };
}

/** A `Duration` or a `Timestamp`: proto3 leaves zeros out. */
function milliseconds(time: Duration__Output | undefined): number | undefined {
  return time && (time.seconds ?? 0) * 1e3 + (time.nanos ?? 0) / 1e6;
}

function text(struct: Struct__Output | undefined, field: string): string | undefined {
  const value = struct?.fields?.[field]?.stringValue;
  return value === '' ? undefined : value;
}

/** The answer is the upstream's own JSON, which may hold any number. */
function count(struct: Struct__Output | undefined, field: string): number | undefined {
  const value = struct?.fields?.[field]?.numberValue;
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
