import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { DragomanError, reasonOf } from '../../errors.js';
import type { FitExpectation } from '../../heads/fitted-file.js';
import type { BundleFolder } from '../bundle-folder.js';
import { type BundleSource, isLoopback } from './bundle-source.js';
import { httpGet, unreachable } from './http-get.js';
import { getLayer } from './oci-registry.js';
import { basicAuthorization, readLogin } from './registry-login.js';

export interface PullRequest {
  readonly source: BundleSource;
  /** Of the bundle's file as it is kept, packed: 64 hexadecimal digits. */
  readonly sha256: string;
  readonly folder: BundleFolder;
  readonly expected: FitExpectation;
  /** Most bytes of the file. */
  readonly maxBytes: number;
  /** Longest time for all of it, in milliseconds. */
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Pulled {
  readonly version: string;
  /** Whether it was fetched; else it was there. */
  readonly isFetched: boolean;
}

/**
 * Fetches a bundle into a folder and puts it into service there. One whose file is there already is not fetched again, so
 * that a second start needs no network. Nothing in the folder changes unless the file has its checksum and can be used.
 *
 * @throws DragomanError `bundle_unreachable`; `bundle_invalid` for another checksum, and for what `parseBundle` refuses;
 * `folder_unwritable`; `usage`
 */
export async function pullBundle(request: PullRequest): Promise<Pulled> {
  const { source, sha256, folder, expected } = request;
  const there = await folder.find(sha256);
  const version = there ?? (await placed(folder, await checked(request), expected, source.shown));
  await folder.promote(version, { by: 'pull', reason: source.shown });
  return { version, isFetched: there === undefined };
}

async function placed(
  folder: BundleFolder,
  packed: Buffer,
  expected: FitExpectation,
  shown: string,
): Promise<string> {
  const version = await folder.place(packed, expected);
  if (version.ok) return version.value;
  throw new DragomanError(version.problem.code, `${shown}: ${version.problem.message}`);
}

async function checked(request: PullRequest): Promise<Buffer> {
  const bytes = await fetched(request);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === request.sha256) return bytes;
  throw new DragomanError(
    'bundle_invalid',
    `${request.source.shown} has the SHA-256 ${found} (${bytes.length} bytes), must be ${request.sha256}: nothing was changed`,
  );
}

async function fetched({ source, sha256, maxBytes, timeoutMs, environment }: PullRequest): Promise<Buffer> {
  if (source.kind === 'file') return readBounded(source.path, maxBytes);
  const limits = { maxBytes, signal: AbortSignal.timeout(timeoutMs) };
  if (source.kind === 'oci') {
    return getLayer(source, sha256, await readLogin(source.registry.host, environment), limits);
  }
  const { url, shown } = source;
  const login = await readLogin(url.host, environment);
  if (login !== undefined && url.protocol === 'http:' && !isLoopback(url)) {
    throw unreachable(`${shown}: a password would go over no TLS, where anybody could read it`);
  }
  const reply = await httpGet(url, { ...limits, authorization: login && basicAuthorization(login) });
  if (reply.status === 200) return reply.body;
  throw unreachable(`${shown}: ${reply.from} answers with status ${reply.status}`);
}

/** Reads no more than the limit, even of what is no file and never ends. */
async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const parts: Buffer[] = [];
      let bytes = 0;
      for await (const part of file.createReadStream({ end: maxBytes }) as AsyncIterable<Buffer>) {
        bytes += part.length;
        parts.push(part);
      }
      if (bytes <= maxBytes) return Buffer.concat(parts);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreachable(`${path} cannot be read: ${reasonOf(error)}`, error);
  }
  throw unreachable(`${path} is larger than ${maxBytes} bytes, more than a bundle has`);
}
