import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ServiceError } from '@grpc/grpc-js';
import type { HealthClient } from './gen/grpc/health/v1/Health.js';
import type { HealthCheckResponse__Output } from './gen/grpc/health/v1/HealthCheckResponse.js';
import type { HealthListResponse__Output } from './gen/grpc/health/v1/HealthListResponse.js';
import { eventually } from '../support/eventually.js';
import { connectTo, startServer } from './ext-proc-client.js';

function check(client: HealthClient, service: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    client.Check({ service }, (error: ServiceError | null, response?: HealthCheckResponse__Output) => {
      if (error === null) resolve(response?.status);
      else reject(error);
    });
  });
}

function list(client: HealthClient): Promise<HealthListResponse__Output | undefined> {
  return new Promise((resolve, reject) => {
    client.List({}, (error: ServiceError | null, response?: HealthListResponse__Output) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

const READINESS = ['', 'readiness', 'envoy.service.ext_proc.v3.ExternalProcessor'];

describe('the health service', () => {
  it('is alive at once and ready when told', async (t) => {
    const { server } = await startServer(t);
    const { health } = connectTo(t, server.address);
    assert.equal(await check(health, 'liveness'), 'SERVING');
    for (const service of READINESS) assert.equal(await check(health, service), 'NOT_SERVING', service);
    server.setReady(true);
    for (const service of READINESS) assert.equal(await check(health, service), 'SERVING', service);
    server.setReady(false);
    assert.equal(await check(health, 'readiness'), 'NOT_SERVING');
    assert.equal(await check(health, 'liveness'), 'SERVING');
  });

  it('does not know other services', async (t) => {
    const { server } = await startServer(t);
    await assert.rejects(check(connectTo(t, server.address).health, 'other'), {
      code: 5,
      details: 'No service "other" here.',
    });
  });

  it('lists every service', async (t) => {
    const { server } = await startServer(t);
    const statuses = (await list(connectTo(t, server.address).health))?.statuses ?? {};
    assert.deepEqual(Object.keys(statuses).sort(), [...READINESS, 'liveness'].sort());
    assert.equal(statuses['liveness']?.status, 'SERVING');
    assert.equal(statuses['readiness']?.status, 'NOT_SERVING');
  });

  it('tells its watchers of every change, and lets them go on a drain', async (t) => {
    const { server } = await startServer(t);
    const { health } = connectTo(t, server.address);
    const seen: (string | undefined)[] = [];
    let ended = false;
    const watch = health.Watch({ service: 'readiness' });
    watch.on('data', (response: HealthCheckResponse__Output) => seen.push(response.status));
    watch.on('end', () => (ended = true));
    await eventually('the first state', () => seen.length === 1);
    server.setReady(true);
    await eventually('the second state', () => seen.length === 2);
    await server.drain(600_000);
    await eventually('the end of the watch', () => ended);
    assert.deepEqual(seen, ['NOT_SERVING', 'SERVING', 'NOT_SERVING']);
  });

  it('tells the watcher of an unknown service so', async (t) => {
    const { server } = await startServer(t);
    const watch = connectTo(t, server.address).health.Watch({ service: 'other' });
    const first = await new Promise<HealthCheckResponse__Output>((resolve) => watch.once('data', resolve));
    assert.equal(first.status, 'SERVICE_UNKNOWN');
    watch.on('error', (error: ServiceError) => error);
    watch.cancel();
  });
});
