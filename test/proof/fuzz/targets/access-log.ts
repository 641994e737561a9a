import assert from 'node:assert/strict';
import fc from 'fast-check';
import { outcomeOfEntry, tellsOutcome } from '../../../../src/extproc/outcome-of-entry.js';
import { decodeAccessLog } from '../../../../src/extproc/wire/access-log-message.js';
import { loadServiceDefinitions } from '../../../extproc/service-definitions.js';
import { defineTarget } from '../fuzz-target.js';
import { damaged } from '../grammar/damaged-bytes.js';
import { structFields } from '../grammar/proxy-messages.js';
import { hostileText } from '../grammar/hostile-text.js';

const whole = fc.constantFrom(0, 1, 4096, 2_147_483_647);
const time = fc.record({ seconds: fc.constantFrom(0, 1, -1, 1e15), nanos: fc.constantFrom(0, 5e8, -1) });
const entry = fc.record(
  {
    request: fc.record({ request_id: hostileText }, { requiredKeys: [] }),
    response: fc.record(
      { response_code: fc.record({ value: whole }), response_code_details: hostileText },
      { requiredKeys: [] },
    ),
    common_properties: fc.record(
      {
        access_log_type: fc.constantFrom('NotSet', 'DownstreamEnd', 'DownstreamStart', 'TcpConnectionEnd'),
        metadata: fc.record({
          filter_metadata: fc.dictionary(
            fc.constantFrom('dragoman', 'dragoman.usage', '__proto__', 'other'),
            structFields,
          ),
        }),
        response_flags: fc.constantFrom(
          {},
          { no_route_found: true },
          { upstream_overflow: true, local_reset: true },
        ),
        upstream_request_attempt_count: whole,
        upstream_cluster: hostileText,
        duration: time,
        start_time: time,
        time_to_first_downstream_tx_byte: time,
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const { StreamAccessLogs } = loadServiceDefinitions().accessLog;

function serialize(entries: readonly object[]): Buffer {
  return StreamAccessLogs.requestSerialize({ http_logs: { log_entry: entries as never[] } });
}

export const accessLogTarget = defineTarget<Buffer>({
  name: 'access-log',
  claim:
    "A message of Envoy's access log, damaged or not, gives outcomes or a refusal; counts of tokens are finite and never negative.",
  weight: 4,
  arbitrary: damaged(fc.array(entry, { maxLength: 3 }).map(serialize)),
  prepare: () => (bytes) => {
    for (const read of entriesIn(bytes)) {
      const outcome = outcomeOfEntry(read);
      if (outcome === undefined) continue;
      assert.equal(typeof outcome.requestId, 'string');
      for (const count of [outcome.inputTokens, outcome.outputTokens, outcome.cachedTokens]) {
        assert.ok(count === undefined || (Number.isFinite(count) && count >= 0), `${count ?? 0} tokens`);
      }
      for (const text of [outcome.decisionId, outcome.cluster, outcome.upstreamModel])
        assert.notEqual(text, '');
      for (const ms of [outcome.totalMs, outcome.startTime, outcome.timeToFirstByteMs ?? 0]) {
        assert.ok(Number.isFinite(ms), `${ms} ms`);
      }
    }
  },
});

/** What is no message must be an error, and nothing worse. */
function entriesIn(bytes: Buffer): ReturnType<typeof decodeAccessLog> {
  try {
    return decodeAccessLog(bytes, tellsOutcome);
  } catch (error) {
    assert.ok(error instanceof Error);
    return [];
  }
}
