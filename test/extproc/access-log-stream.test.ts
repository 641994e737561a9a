import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClientWritableStream, ServiceError } from '@grpc/grpc-js';
import type { HTTPAccessLogEntry } from './gen/envoy/data/accesslog/v3/HTTPAccessLogEntry.js';
import type { AccessLogServiceClient } from './gen/envoy/service/accesslog/v3/AccessLogService.js';
import type { StreamAccessLogsMessage } from './gen/envoy/service/accesslog/v3/StreamAccessLogsMessage.js';
import { eventually } from '../support/eventually.js';
import { connectTo, startServer } from './ext-proc-client.js';
import { toStruct } from './to-struct.js';

const ENTRY: HTTPAccessLogEntry = {
  common_properties: {
    start_time: { seconds: 1_700_000_000, nanos: 250_000_000 },
    time_to_first_downstream_tx_byte: { nanos: 12_500_000 },
    duration: { seconds: 2, nanos: 500_000_000 },
    upstream_cluster: 'model/small',
    upstream_request_attempt_count: 2,
    response_flags: { upstream_connection_failure: true },
    access_log_type: 'DownstreamEnd',
    metadata: {
      filter_metadata: {
        dragoman: toStruct({ decision: 'd1', route: 'smalltalk' }),
        'dragoman.usage': toStruct({ input: 12, output: 34, model: 'qwen-small' }),
      },
    },
  },
  request: { request_id: 'r1' },
  response: { response_code: { value: 200 }, response_code_details: 'via_upstream' },
};

interface Report {
  readonly call: ClientWritableStream<StreamAccessLogsMessage>;
  /** Settles with the end of the call. */
  readonly over: Promise<ServiceError | null>;
}

function openReport(client: AccessLogServiceClient): Report {
  let settle: (error: ServiceError | null) => void = () => undefined;
  const over = new Promise<ServiceError | null>((resolve) => (settle = resolve));
  const call = client.StreamAccessLogs((error) => {
    settle(error);
  });
  // A call that the server ends first may fail a later write.
  call.on('error', (error) => error);
  return { call, over };
}

describe('an access-log stream', () => {
  it('turns entries into outcomes and tells when somebody reports', async (t) => {
    const { server, heard } = await startServer(t);
    const { accessLog } = connectTo(t, server.address);
    const { call, over } = openReport(accessLog);
    call.write({ http_logs: { log_entry: [ENTRY, { response: { response_code: { value: 503 } } }] } });
    call.write({ http_logs: { log_entry: [ENTRY] } });
    call.end();
    assert.equal(await over, null);
    assert.equal(heard.outcomes.length, 3);
    assert.deepEqual(heard.outcomes[0], {
      decisionId: 'd1',
      requestId: 'r1',
      status: 200,
      details: 'via_upstream',
      flags: ['upstream_connection_failure'],
      cluster: 'model/small',
      attempts: 2,
      inputTokens: 12,
      outputTokens: 34,
      upstreamModel: 'qwen-small',
      timeToFirstByteMs: 12.5,
      totalMs: 2500,
      startTime: 1_700_000_000_250,
    });
    assert.deepEqual(heard.outcomes[1], {
      requestId: '',
      status: 503,
      details: '',
      flags: [],
      attempts: 0,
      totalMs: 0,
      startTime: 0,
    });
    assert.deepEqual(heard.reporting, [true, false]);
  });

  it('skips entries about requests that go on, and token counts that are none', async (t) => {
    const { server, heard } = await startServer(t);
    const { call, over } = openReport(connectTo(t, server.address).accessLog);
    const usage = toStruct({ input: -1, output: 'many', model: '' });
    call.write({
      http_logs: {
        log_entry: [
          { common_properties: { access_log_type: 'DownstreamStart' } },
          { common_properties: { metadata: { filter_metadata: { 'dragoman.usage': usage } } } },
        ],
      },
    });
    call.write({});
    call.end();
    await over;
    assert.equal(heard.outcomes.length, 1);
    assert.equal(heard.outcomes[0]?.inputTokens, undefined);
    assert.equal(heard.outcomes[0]?.outputTokens, undefined);
    assert.equal(heard.outcomes[0]?.upstreamModel, undefined);
  });

  it('counts streams: reporting ends with the last one, however it ends', async (t) => {
    const { server, heard } = await startServer(t);
    const { accessLog } = connectTo(t, server.address);
    const first = openReport(accessLog);
    const second = openReport(accessLog);
    first.call.write({ http_logs: { log_entry: [ENTRY] } });
    second.call.write({ http_logs: { log_entry: [ENTRY] } });
    await eventually('both outcomes', () => heard.outcomes.length === 2);
    first.call.end();
    await first.over;
    assert.deepEqual(heard.reporting, [true]);
    second.call.cancel();
    await eventually('the report to end', () => heard.reporting.length === 2);
    assert.deepEqual(heard.reporting, [true, false]);
    assert.deepEqual(heard.errors, []);
  });

  it('survives a reader that throws', async (t) => {
    const failure = new Error('broken reader');
    const { server, heard } = await startServer(t, {
      onOutcomes: () => {
        throw failure;
      },
    });
    const { call, over } = openReport(connectTo(t, server.address).accessLog);
    call.write({ http_logs: { log_entry: [ENTRY] } });
    call.end();
    assert.equal(await over, null);
    assert.deepEqual(heard.errors, [failure]);
  });

  it('does not hold up a drain', async (t) => {
    const { server, heard } = await startServer(t);
    const { call, over } = openReport(connectTo(t, server.address).accessLog);
    call.write({ http_logs: { log_entry: [ENTRY] } });
    await eventually('the outcome', () => heard.outcomes.length === 1);
    await server.drain(600_000);
    assert.equal(await over, null);
    assert.deepEqual(heard.reporting, [true, false]);
  });
});
