import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DragomanError, fail, ok, reasonOf, type Result } from '../errors.js';
import type { FitExpectation } from '../heads/fitted-file.js';
import type { Bundle } from './bundle.js';
import { type BundleText, parseBundle } from './bundle-file.js';
import { type BundleEvent, parseHistory, servedBefore } from './bundle-history.js';
import { changeFolder, replaceFile } from './locked-folder.js';

/** Files that name the bundle in service, and the one that runs silently beside it. */
export type Pointer = 'active' | 'candidate';

export type Pointers = Readonly<Record<Pointer, string | null>>;

/** Who changes a pointer, and why. */
export interface Mover {
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970; default now. */
  readonly at?: number;
}

/**
 * A folder of bundles: `VERSION.json.gz` each, the files `active` and `candidate` with a version and a line break, and
 * `history.jsonl`. Readers need no lock, because every file appears whole.
 */
export interface BundleFolder {
  readonly directory: string;
  /** Versions, in alphabetical order; none where there is no folder. */
  list(): Promise<string[]>;
  /** `bundle_invalid` for one that is not there, or that `parseBundle` refuses. */
  read(version: string, expected: FitExpectation): Promise<Result<Bundle>>;
  /** Bytes on disk; `undefined` for one that is not there. */
  size(version: string): Promise<number | undefined>;
  /** When its file was written, in milliseconds since 1970; `undefined` for one that is not there. */
  writtenAt(version: string): Promise<number | undefined>;
  write(bundle: BundleText): Promise<void>;
  /** Version of the bundle whose file has this SHA-256, in hexadecimal digits; `undefined` when none has. */
  find(sha256: string): Promise<string | undefined>;
  /**
   * Keeps a file that was written elsewhere, byte by byte as it is.
   * @returns its version; `bundle_invalid` for what `parseBundle` refuses
   */
  place(packed: Buffer, expected: FitExpectation): Promise<Result<string>>;
  pointers(): Promise<Pointers>;
  history(): Promise<BundleEvent[]>;
  /** Puts a bundle into service; it is no candidate any more. Nothing happens when it is there already. */
  promote(version: string, mover: Mover): Promise<void>;
  /** Lets a bundle run beside the one in service; `null` ends that. */
  nominate(version: string | null, mover: Mover): Promise<void>;
  /**
   * Brings back what was in service before, `null` for the registry alone.
   *
   * @param from the bundle that must still be in service, or nothing happens; default any
   * @throws DragomanError `bundle_invalid` when nothing was promoted
   */
  rollBack(mover: Mover, from?: string): Promise<string | null>;
}

const SUFFIX = '.json.gz';
/** Names of bundles. */
export const BUNDLE_VERSION = /^[0-9a-f]{12}$/;
/** Larger than any bundle, unpacked; a damaged file must not fill the memory. */
const MOST_BYTES = 512 * 1024 * 1024;

export function openBundleFolder(directory: string): BundleFolder {
  return new FileBundleFolder(directory);
}

class FileBundleFolder implements BundleFolder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  async list(): Promise<string[]> {
    const names = await readdir(this.directory).catch(() => []);
    const bundles = names.filter((name) => name.endsWith(SUFFIX));
    const versions = bundles.map((name) => name.slice(0, -SUFFIX.length));
    return versions.filter((version) => BUNDLE_VERSION.test(version)).sort();
  }

  read(version: string, expected: FitExpectation): Promise<Result<Bundle>> {
    return readBundle(this.#path(`${version}${SUFFIX}`), version, expected);
  }

  async size(version: string): Promise<number | undefined> {
    const found = await stat(this.#path(`${version}${SUFFIX}`)).catch(() => undefined);
    return found?.size;
  }

  async writtenAt(version: string): Promise<number | undefined> {
    const found = await stat(this.#path(`${version}${SUFFIX}`)).catch(() => undefined);
    return found?.mtimeMs;
  }

  write({ version, text }: BundleText): Promise<void> {
    return changeFolder(this.directory, () => replaceFile(this.#path(`${version}${SUFFIX}`), gzipSync(text)));
  }

  async find(sha256: string): Promise<string | undefined> {
    for (const version of await this.list()) {
      const packed = await readFile(this.#path(`${version}${SUFFIX}`)).catch(() => undefined);
      if (packed === undefined) continue;
      if (createHash('sha256').update(packed).digest('hex') === sha256) return version;
    }
    return undefined;
  }

  async place(packed: Buffer, expected: FitExpectation): Promise<Result<string>> {
    const read = unpackBundle(packed, expected);
    if (!read.ok) return read;
    const { version } = read.value;
    await changeFolder(this.directory, () => replaceFile(this.#path(`${version}${SUFFIX}`), packed));
    return ok(version);
  }

  async pointers(): Promise<Pointers> {
    return { active: await this.#readPointer('active'), candidate: await this.#readPointer('candidate') };
  }

  async history(): Promise<BundleEvent[]> {
    return parseHistory(await readText(this.#path('history.jsonl')));
  }

  promote(version: string, mover: Mover): Promise<void> {
    return changeFolder(this.directory, async () => {
      const now = await this.pointers();
      if (now.active !== version) await this.#point('active', 'promote', version, mover);
      if (now.candidate === version) await this.#point('candidate', 'withdraw', null, mover);
    });
  }

  nominate(version: string | null, mover: Mover): Promise<void> {
    return changeFolder(this.directory, async () => {
      const action = version === null ? 'withdraw' : 'nominate';
      if ((await this.#readPointer('candidate')) === version) return;
      await this.#point('candidate', action, version, mover);
    });
  }

  rollBack(mover: Mover, from?: string): Promise<string | null> {
    return changeFolder(this.directory, async () => {
      const active = await this.#readPointer('active');
      if (from !== undefined && active !== from) return active;
      const served = servedBefore(await this.history());
      if (served.length < 2) {
        const nothing = 'no bundle was promoted, there is nothing to roll back';
        throw new DragomanError('bundle_invalid', `${this.directory}: ${nothing}`);
      }
      const back = served.at(-2) ?? null;
      await this.#point('active', 'rollback', back, mover);
      return back;
    });
  }

  #path(name: string): string {
    return join(this.directory, name);
  }

  async #readPointer(pointer: Pointer): Promise<string | null> {
    const version = (await readText(this.#path(pointer))).trim();
    return BUNDLE_VERSION.test(version) ? version : null;
  }

  async #point(
    pointer: Pointer,
    action: BundleEvent['action'],
    version: string | null,
    { by, reason, at = Date.now() }: Mover,
  ): Promise<void> {
    const event = { at, action, version, before: await this.#readPointer(pointer), by, reason };
    await replaceFile(this.#path(pointer), version === null ? '' : `${version}\n`);
    await appendFile(this.#path('history.jsonl'), `${JSON.stringify(event)}\n`);
  }
}

async function readBundle(path: string, version: string, expected: FitExpectation): Promise<Result<Bundle>> {
  let packed: Buffer;
  try {
    packed = await readFile(path);
  } catch (error) {
    return fail('bundle_invalid', `${path} cannot be read: ${reasonOf(error)}`);
  }
  const bundle = unpackBundle(packed, expected);
  if (!bundle.ok) return fail('bundle_invalid', `${path}: ${bundle.problem.message}`);
  if (bundle.value.version === version) return bundle;
  return fail('bundle_invalid', `${path} holds the bundle ${bundle.value.version}: give the file that name`);
}

function unpackBundle(packed: Buffer, expected: FitExpectation): Result<Bundle> {
  let text: string;
  try {
    text = gunzipSync(packed, { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch (error) {
    return fail('bundle_invalid', `it cannot be read: ${reasonOf(error)}`);
  }
  return parseBundle(text, expected);
}

/** Empty for a file that is not there. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
