import { get } from 'node:http';
import { modelOfCluster } from '../mutation/wire-names.js';
import type { HostPort } from './address.js';

/** What Envoy's statistics say of each model, by its name: whether any of its servers can take a request now. */
export type HealthByModel = ReadonlyMap<string, boolean>;

/**
 * Hosts that pass health checks and are not ejected, and the limits that a full circuit breaker has reached. Not that of
 * connections: it stays reached while they are idle, and a connection in use is a request as well.
 */
const STATS = String.raw`^cluster\.model/.*\.(membership_healthy|circuit_breakers\.default\.(rq|rq_pending)_open)$`;

const TIMEOUT_MS = 1_000;

/** A pool has at most 256 models, each with three statistics. */
const MAX_BYTES = 4_194_304;

/**
 * Asks Envoy's admin endpoint.
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/upstream/cluster_manager/cluster_stats
 *
 * @throws Error when Envoy does not answer, or not with statistics
 */
export async function readModelHealth(admin: HostPort): Promise<HealthByModel> {
  return healthIn(await fetchText(admin, `/stats?format=json&filter=${encodeURIComponent(STATS)}`));
}

/** @throws SyntaxError for a text that is no JSON */
export function healthIn(json: string): HealthByModel {
  const { stats = [] } = JSON.parse(json) as {
    stats?: readonly { readonly name?: string; readonly value?: number }[];
  };
  const hosts = new Map<string, number>();
  const open = new Set<string>();
  for (const { name = '', value = 0 } of stats) {
    const [, cluster = '', gauge = ''] =
      /^cluster\.(.+)\.(membership_healthy|circuit_breakers\.default\.(?:rq|rq_pending)_open)$/.exec(name) ??
      [];
    const model = modelOfCluster(cluster);
    if (model === undefined) continue;
    if (gauge === 'membership_healthy') hosts.set(model, value);
    else if (value > 0) open.add(model);
  }
  return new Map([...hosts].map(([model, healthy]) => [model, healthy > 0 && !open.has(model)]));
}

function fetchText({ host, port }: HostPort, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, timeout: TIMEOUT_MS, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BYTES) request.destroy(new Error(`more than ${MAX_BYTES} bytes of statistics`));
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve(Buffer.concat(chunks).toString());
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
    request.on('error', reject);
  });
}
