import { openBundleFolder } from '../bundle/bundle-folder.js';
import { parseBundleSource } from '../bundle/pull/bundle-source.js';
import { pullBundle } from '../bundle/pull/pull-bundle.js';
import { DragomanError } from '../errors.js';
import { fitExpectation } from '../signals/feature-vector.js';
import { wholeFlag } from './flags/number-flag.js';

/** Flags of `dragoman bundle pull`, as they were given. */
export interface PullFlags {
  readonly sha256?: string | undefined;
  readonly bundles: string;
  readonly 'plain-http': boolean;
  readonly timeout: string;
}

const SHA256 = /^[0-9a-f]{64}$/i;

/** Largest file, packed, in bytes; a bundle has some megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * `dragoman bundle pull SOURCE`.
 * @returns what is printed
 * @throws DragomanError see `pullBundle`
 */
export async function pull(source: string, flags: PullFlags): Promise<string> {
  const { sha256 } = flags;
  if (sha256 === undefined || !SHA256.test(sha256)) {
    const given = sha256 === undefined ? 'is not given' : `is "${sha256}"`;
    throw new DragomanError(
      'usage',
      `--sha256 ${given}, must be the 64 digits that sha256sum prints for the file: a bundle decides about money`,
    );
  }
  const directory = flags.bundles;
  const { version, isFetched } = await pullBundle({
    source: parseBundleSource(source, flags['plain-http']),
    sha256: sha256.toLowerCase(),
    folder: openBundleFolder(directory),
    expected: fitExpectation(),
    maxBytes: MOST_BYTES,
    timeoutMs: wholeFlag('timeout', flags.timeout, 1, 3_600) * 1_000,
    environment: process.env,
  });
  return `${version} is in service in ${directory}${isFetched ? '' : ', where it was already'}\n`;
}
