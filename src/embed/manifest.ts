import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DragomanError } from '../errors.js';

/** What `manifest.json` in an encoder's folder says, its files checked and their paths made absolute. */
export interface EncoderManifest {
  readonly name: string;
  /** Length of a vector. */
  readonly dimensions: number;
  /** Longest input in tokens that the encoder was trained on. */
  readonly maxTokens: number;
  /** What the sentence's vector is made of. */
  readonly pooling: Pooling;
  /** Stands before each text, as the encoder was trained with; empty for most. */
  readonly prefix: string;
  /**
   * SHA-256 of the model file, hexadecimal. With `cls` pooling or a prefix, of that, the pooling and the prefix: it names
   * the vectors that the encoder makes.
   */
  readonly checksum: string;
  readonly files: {
    readonly model: string;
    readonly tokenizer: string;
    readonly tokenizerConfig: string;
    /** Vectors of single tokens, for the fast head. */
    readonly staticTable?: { readonly path: string; readonly dimensions: number };
  };
}

/** The mean of the token vectors, or the vector of the first token. */
export type Pooling = 'mean' | 'cls';

type Fields = Readonly<Record<string, unknown>>;

const invalid = (message: string, cause?: unknown): DragomanError =>
  new DragomanError('encoder_invalid', message, { cause });

async function orRefuse<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw invalid(
      `${path} cannot be read: restore the encoder's folder, or serve with --encoder none`,
      error,
    );
  }
}

/** Bytes of a piece: small ones cost more to pass on than to hash. */
const PIECE = 256 * 1024;

/** In pieces: the model must not pass through this thread's memory as a whole. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: PIECE }), hash);
  return hash.digest('hex');
}

function objectOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${what} must be a JSON object`);
  }
  return value as Fields;
}

function parse(text: string, path: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`${path} is not valid JSON: restore the encoder's folder`, error);
  }
  return objectOf(value, path);
}

function textOf(fields: Fields, key: string, pattern: RegExp, path: string): string {
  const value = fields[key];
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw invalid(`${path}: ${key} is ${JSON.stringify(value)}, must be text that fits ${pattern.source}`);
}

function countOf(fields: Fields, key: string, least: number, path: string): number {
  const value = fields[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw invalid(`${path}: ${key} is ${JSON.stringify(value)}, must be a whole number of at least ${least}`);
}

function requireValue(fields: Fields, key: string, only: unknown, path: string): void {
  if (fields[key] === only) return;
  throw invalid(
    `${path}: ${key} is ${JSON.stringify(fields[key])}, only ${JSON.stringify(only)} is supported`,
  );
}

function poolingOf(fields: Fields, path: string): Pooling {
  const { pooling } = fields;
  if (pooling === 'mean' || pooling === 'cls') return pooling;
  throw invalid(`${path}: pooling is ${JSON.stringify(pooling)}, must be "mean" or "cls"`);
}

function vectorsChecksum(model: string, pooling: Pooling, prefix: string): string {
  if (pooling === 'mean' && prefix === '') return model;
  return createHash('sha256')
    .update(JSON.stringify([model, pooling, prefix]))
    .digest('hex');
}

interface CheckedFile {
  readonly path: string;
  readonly checksum: string;
}

async function checkFile(directory: string, files: Fields, key: string, from: string): Promise<CheckedFile> {
  const where = `${from}: files.${key}`;
  const entry = objectOf(files[key], where);
  const path = join(directory, textOf(entry, 'path', /^\w[\w.-]*$/, where));
  const checksum = textOf(entry, 'sha256', /^[0-9a-f]{64}$/, where);
  const bytes = countOf(entry, 'bytes', 1, where);
  const { size } = await orRefuse(path, stat(path));
  if (size !== bytes) {
    throw invalid(`${path} has ${size} bytes, the manifest says ${bytes}: restore the file`);
  }
  const actual = await orRefuse(path, sha256Of(path));
  if (actual !== checksum) {
    throw invalid(`${path} has SHA-256 ${actual}, the manifest says ${checksum}: restore the file`);
  }
  return { path, checksum };
}

/** The optional table; one that was made from another model is refused. */
async function checkStaticTable(directory: string, files: Fields, checksum: string, from: string) {
  if (files['staticTable'] === undefined) return {};
  const where = `${from}: files.staticTable`;
  const entry = objectOf(files['staticTable'], where);
  const dimensions = countOf(entry, 'dimensions', 1, where);
  const made = textOf(entry, 'modelSha256', /^[0-9a-f]{64}$/, where);
  if (made !== checksum) {
    throw invalid(
      `${where} was made from model ${made}, the model here is ${checksum}: make it again, or remove it`,
    );
  }
  const { path } = await checkFile(directory, files, 'staticTable', from);
  return { staticTable: { path, dimensions } };
}

/**
 * Reads `manifest.json` and checks size and SHA-256 of every file that it names.
 *
 * @throws DragomanError `encoder_invalid` when something is missing, damaged or of a kind that Dragoman cannot run
 */
export async function readEncoderManifest(directory: string): Promise<EncoderManifest> {
  const path = join(directory, 'manifest.json');
  const fields = parse(await orRefuse(path, readFile(path, 'utf8')), path);
  requireValue(fields, 'normalize', true, path);
  const pooling = poolingOf(fields, path);
  const prefix = fields['prefix'] === undefined ? '' : textOf(fields, 'prefix', /^[^]{0,500}$/, path);
  const files = objectOf(fields['files'], `${path}: files`);
  const model = await checkFile(directory, files, 'model', path);
  const tokenizer = await checkFile(directory, files, 'tokenizer', path);
  const tokenizerConfig = await checkFile(directory, files, 'tokenizerConfig', path);
  const table = await checkStaticTable(directory, files, model.checksum, path);
  return {
    name: textOf(fields, 'name', /\S/, path),
    dimensions: countOf(fields, 'dimensions', 1, path),
    maxTokens: countOf(fields, 'maxTokens', 8, path),
    pooling,
    prefix,
    checksum: vectorsChecksum(model.checksum, pooling, prefix),
    files: {
      model: model.path,
      tokenizer: tokenizer.path,
      tokenizerConfig: tokenizerConfig.path,
      ...table,
    },
  };
}
