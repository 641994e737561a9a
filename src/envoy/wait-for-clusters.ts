import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Waits until Envoy's admin endpoint lists all of `names`: a cluster appears there once it is warm, and a decision that
 * names one before that would be a 503.
 *
 * @returns whether all were seen before `deadlineMs` passed
 */
export async function waitForClusters(
  admin: { readonly host: string; readonly port: number },
  names: readonly string[],
  deadlineMs: number,
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (performance.now() < end) {
    const known = await listClusters(admin).catch(() => new Set<string>());
    if (names.every((name) => known.has(name))) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function listClusters(admin: { readonly host: string; readonly port: number }): Promise<Set<string>> {
  return new Promise((resolve, reject) => {
    const request = get(
      { host: admin.host, port: admin.port, path: '/clusters?format=json', timeout: 1000, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve(namesIn(Buffer.concat(chunks).toString()));
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}

function namesIn(json: string): Set<string> {
  try {
    const { cluster_statuses: statuses = [] } = JSON.parse(json) as {
      cluster_statuses?: readonly { readonly name?: string }[];
    };
    return new Set(statuses.flatMap(({ name }) => name ?? []));
  } catch {
    return new Set();
  }
}
