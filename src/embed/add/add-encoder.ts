import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DragomanError, reasonOf } from '../../errors.js';
import { chooseFiles, type ChosenFiles, maxTokensOf, poolingOf } from './choose-files.js';
import { type EncoderSource, openEncoderSource } from './encoder-source.js';
import { licenceFiles } from './licence-files.js';
import { type EncoderManifest, type Pooling, readEncoderManifest } from '../manifest.js';
import type { EncoderFiles } from '../session.js';

export interface AddOptions {
  /** Folder, zip file or wheel that holds the model and its tokenizer. */
  readonly source: string;
  /** Folder to make; it must not be there yet. */
  readonly target: string;
  readonly name: string;
  /** Path of the model in the source; needed where there are several. */
  readonly file?: string | undefined;
  /** Default: what `1_Pooling/config.json` says, else `mean`. */
  readonly pooling?: Pooling | undefined;
  /** Stands before each text; default empty. */
  readonly prefix?: string | undefined;
  /** Default: what the tokenizer's settings say, else 512. */
  readonly maxTokens?: number | undefined;
}

export interface AddedEncoder extends EncoderManifest {
  /** Files in its folder with the licence and the notices that came with it; often empty, which the manifest then says. */
  readonly licences: readonly string[];
}

const USUAL_MAX_TOKENS = 512;

/** File names in the folder that is made. */
const NAMES: ChosenFiles = {
  model: 'model.onnx',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
};

/**
 * Makes an encoder's folder with its manifest from what others have exported. The model is run once, in a thread, before
 * the folder appears.
 *
 * @throws DragomanError `encoder_invalid` for a source that holds no encoder that can be run, `folder_unwritable`
 */
export async function addEncoder(options: AddOptions): Promise<AddedEncoder> {
  const { source: location, target } = options;
  // Beside the target, so that it can be renamed: an encoder that was added by half is never found.
  const draft = `${target}.${process.pid}.part`;
  let licences: readonly string[] = [];
  try {
    const source = await openEncoderSource(location);
    try {
      await makeFolder(draft);
      licences = await fillFolder(source, draft, options);
    } finally {
      await source.close();
    }
    await publish(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (error instanceof DragomanError) throw error;
    const [reason] = reasonOf(error).split('\n');
    throw new DragomanError('encoder_invalid', `${location} ${reason ?? ''}`, { cause: error });
  }
  return { ...(await readEncoderManifest(target)), licences };
}

/** @returns names of the licence files */
async function fillFolder(
  source: EncoderSource,
  draft: string,
  options: AddOptions,
): Promise<readonly string[]> {
  const chosen = chooseFiles(source, options.file);
  const pooling = options.pooling ?? (await poolingOf(source, chosen.model));
  const files: Record<string, object> = {};
  let settings = '';
  for (const [key, name] of Object.entries(NAMES) as [keyof ChosenFiles, string][]) {
    const bytes = (await source.files.get(chosen[key])?.read()) ?? Buffer.alloc(0);
    if (key === 'tokenizerConfig') settings = bytes.toString('utf8');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(draft, name), bytes);
    files[key] = { path: name, bytes: bytes.length, sha256 };
  }
  const maxTokens = options.maxTokens ?? maxTokensOf(settings, chosen.tokenizerConfig) ?? USUAL_MAX_TOKENS;
  const prefix = options.prefix ?? '';
  const paths = {
    model: join(draft, NAMES.model),
    tokenizer: join(draft, NAMES.tokenizer),
    tokenizerConfig: join(draft, NAMES.tokenizerConfig),
  };
  const dimensions = await probe({ files: paths, maxTokens, prefix });
  const licences = await copyLicences(source, draft, chosen.model);
  const { name } = options;
  const manifest = { name, dimensions, pooling, normalize: true, maxTokens, prefix, files, licences };
  await writeFile(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return licences;
}

async function copyLicences(source: EncoderSource, draft: string, model: string): Promise<string[]> {
  const found = licenceFiles(source, model);
  for (const [name, path] of found) {
    await writeFile(join(draft, name), (await source.files.get(path)?.read()) ?? '');
  }
  return [...found.keys()].sort();
}

/** The length of the encoder's vectors. In a thread of its own: the calling one never runs a model. */
async function probe(encoder: EncoderFiles): Promise<number> {
  const worker = new Worker(new URL('./probe-worker.js', import.meta.url), { workerData: encoder });
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => {
        const [reason] = error.message.split('\n');
        reject(new Error(`holds an encoder that cannot be run: ${reason ?? ''}`, { cause: error }));
      });
    });
  } finally {
    await worker.terminate();
  }
}

async function makeFolder(draft: string): Promise<void> {
  try {
    await mkdir(draft, { recursive: true });
  } catch (error) {
    throw unwritable(draft, error);
  }
}

async function publish(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    throw unwritable(target, error);
  }
}

function unwritable(path: string, error: unknown): DragomanError {
  const reason = reasonOf(error);
  return new DragomanError('folder_unwritable', `${path} cannot be made: ${reason}`, { cause: error });
}
