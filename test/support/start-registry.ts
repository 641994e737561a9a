import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { waitFor } from '../../demo/wait-for.js';

/** An OCI registry of a test's own, on loopback, with its data in a temporary folder. */
export interface OciRegistry {
  /** Such as `127.0.0.1:5000`. */
  readonly host: string;
  /** Pushes an artifact with these files. @returns the digest of its manifest */
  push(repository: string, tag: string, files: readonly Buffer[]): Promise<string>;
  remove(): Promise<void>;
}

/** `reader` with the password `s3cret-of-the-test`, as htpasswd -B writes it. */
const USERS = 'reader:$2b$04$F5x2JK1Z1z6bRtg14MBnB.IdzkQZ4wn5wdhxQ0JXmxI1I.WnPtRdu\n';
export const READER = { user: 'reader', password: 's3cret-of-the-test' } as const;

/** @param guarded whether it asks for {@link READER}'s password; default not */
export async function startRegistry(guarded = false): Promise<OciRegistry> {
  const program = process.env['DRAGOMAN_REGISTRY'];
  if (program === undefined) {
    throw new Error(
      'DRAGOMAN_REGISTRY is not set; run these tests by npm test, or set it to the path of a registry',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-registry-'));
  const host = `127.0.0.1:${await randomFreePort()}`;
  const users = join(folder, 'users');
  writeFileSync(users, USERS);
  const config = join(folder, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'warn' },
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: host, secret: 'of this test' },
      ...(guarded && { auth: { htpasswd: { realm: 'test', path: users } } }),
    }),
  );
  const child = startChild({
    ...{ name: 'the registry', command: program, args: ['serve', config] },
    logFile: join(folder, 'log'),
  });
  const headers = {
    authorization: `Basic ${Buffer.from(`${READER.user}:${READER.password}`).toString('base64')}`,
  };
  await waitFor('the registry', async () => (await fetch(`http://${host}/v2/`, { headers })).ok, child);
  return {
    host,
    push: (repository, tag, files) => push({ base: `http://${host}/v2/${repository}`, headers }, tag, files),
    async remove() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Repository {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push */
async function push(to: Repository, tag: string, files: readonly Buffer[]): Promise<string> {
  const empty = Buffer.from('{}');
  for (const blob of [empty, ...files]) await pushBlob(to, blob);
  const describe = (blob: Buffer, mediaType: string): object => ({
    ...{ mediaType, digest: digestOf(blob), size: blob.length },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = JSON.stringify({
    ...{ schemaVersion: 2, mediaType },
    config: describe(empty, 'application/vnd.oci.empty.v1+json'),
    layers: files.map((file) => describe(file, 'application/gzip')),
  });
  const { base, headers } = to;
  const reply = await fetch(`${base}/manifests/${tag}`, {
    ...{ method: 'PUT', body: manifest },
    headers: { ...headers, 'content-type': mediaType },
  });
  if (!reply.ok) throw new Error(`the registry refuses a manifest: ${await reply.text()}`);
  return digestOf(manifest);
}

async function pushBlob({ base, headers }: Repository, blob: Buffer): Promise<void> {
  const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers });
  const to = new URL(begun.headers.get('location') ?? '', base);
  to.searchParams.set('digest', digestOf(blob));
  const reply = await fetch(to, { method: 'PUT', headers, body: blob });
  if (!reply.ok) throw new Error(`the registry refuses a blob: ${await reply.text()}`);
}
