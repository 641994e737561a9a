import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeAccessLog } from '../../../src/extproc/wire/access-log-message.js';
import type { HTTPAccessLogEntry } from '../gen/envoy/data/accesslog/v3/HTTPAccessLogEntry.js';
import type { ResponseFlags } from '../gen/envoy/data/accesslog/v3/ResponseFlags.js';
import { loadServiceDefinitions } from '../service-definitions.js';
import { toStruct } from '../to-struct.js';
import { structObject, withoutPrototypes } from './struct-values.js';

const { requestSerialize } = loadServiceDefinitions().accessLog.StreamAccessLogs;

/** In the order of their numbers, as they come over the wire. */
const FLAGS = [
  ...['failed_local_healthcheck', 'no_healthy_upstream', 'upstream_request_timeout', 'local_reset'],
  ...['upstream_remote_reset', 'upstream_connection_failure', 'upstream_connection_termination'],
  ...['upstream_overflow', 'no_route_found', 'delay_injected', 'fault_injected', 'rate_limited'],
  ...['rate_limit_service_error', 'downstream_connection_termination', 'upstream_retry_limit_exceeded'],
  ...['stream_idle_timeout', 'invalid_envoy_request_headers', 'downstream_protocol_error'],
  ...['upstream_max_stream_duration_reached', 'response_from_cache_filter', 'no_filter_config_found'],
  ...['duration_timeout', 'upstream_protocol_error', 'no_cluster_found', 'overload_manager'],
  ...['dns_resolution_failure', 'downstream_remote_reset'],
] as readonly (keyof ResponseFlags)[];

const time = fc.record({ seconds: fc.integer({ min: 0, max: 4e9 }), nanos: fc.nat(999_999_999) });
const text = fc.string().map((value) => Buffer.from(value).toString());
const entry = fc.record({
  type: fc.constantFrom(0 as const, 4 as const, 5 as const, 6 as const),
  ...{ requestId: text, status: fc.nat(599), details: text, cluster: text, attempts: fc.nat(9) },
  flags: fc.subarray([...FLAGS]),
  ...{ start: time, first: time, last: time, whole: time },
  ...{ decided: structObject, unwanted: structObject },
});
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

const TYPES = { 0: 'NotSet', 4: 'DownstreamStart', 5: 'DownstreamPeriodic', 6: 'DownstreamEnd' } as const;

function sent(one: Entry): HTTPAccessLogEntry {
  return {
    common_properties: {
      start_time: one.start,
      time_to_first_downstream_tx_byte: one.first,
      time_to_last_downstream_tx_byte: one.last,
      duration: one.whole,
      upstream_cluster: one.cluster,
      upstream_request_attempt_count: one.attempts,
      response_flags: Object.fromEntries(one.flags.map((flag) => [flag, true])),
      metadata: {
        filter_metadata: { dragoman: toStruct(one.decided), other: toStruct(one.unwanted) },
      },
      access_log_type: TYPES[one.type],
    },
    request: { request_id: one.requestId },
    response: { response_code: { value: one.status }, response_code_details: one.details },
  };
}

function milliseconds({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): number {
  return seconds * 1e3 + nanos / 1e6;
}

describe('decodeAccessLog', () => {
  it('reads every field that it knows as the official reader wrote it', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
        const bytes = requestSerialize({ http_logs: { log_entry: entries.map(sent) } });
        const read = decodeAccessLog(bytes, (namespace) => namespace === 'dragoman');
        const expected = entries.map(({ start, first, last, whole, decided, ...rest }) => ({
          ...rest,
          unwanted: undefined,
          startTime: milliseconds(start),
          firstByteMs: milliseconds(first),
          lastByteMs: milliseconds(last),
          durationMs: milliseconds(whole),
          metadata: { dragoman: decided },
        }));
        assert.deepEqual(withoutPrototypes(read), withoutPrototypes(expected));
      }),
    );
  });

  it('reads nothing from nothing, and an entry without any field', () => {
    assert.deepEqual(
      decodeAccessLog(requestSerialize({}), () => true),
      [],
    );
    const [empty] = decodeAccessLog(requestSerialize({ http_logs: { log_entry: [{}] } }), () => true);
    assert.equal(empty?.status, 0);
    assert.equal(empty.durationMs, undefined);
  });
});
