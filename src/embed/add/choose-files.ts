import { posix } from 'node:path';
import type { EncoderSource } from './encoder-source.js';
import type { Pooling } from '../manifest.js';

/** Paths in the source. */
export interface ChosenFiles {
  readonly model: string;
  readonly tokenizer: string;
  readonly tokenizerConfig: string;
}

/**
 * Finds the model and the tokenizer that belongs to it: beside it, or in the nearest folder above.
 *
 * @param wanted path of the model in the source; needed where there are several
 * @throws Error that says what is missing
 */
export function chooseFiles({ files }: EncoderSource, wanted: string | undefined): ChosenFiles {
  const models = [...files.keys()].filter((path) => path.endsWith('.onnx')).sort();
  const model = wanted ?? models[0];
  if (model === undefined) throw new Error('holds no .onnx file');
  if (!files.has(model)) throw new Error(`holds no ${model}; its models: ${models.join(', ') || 'none'}`);
  if (wanted === undefined && models.length > 1) {
    throw new Error(`holds several models; name one with --file: ${models.slice(0, 10).join(', ')}`);
  }
  const weights = [`${model}_data`, `${model}.data`].find((path) => files.has(path));
  if (weights !== undefined)
    throw new Error(`keeps weights beside the model, in ${weights}; export it as one file`);
  return {
    model,
    tokenizer: nearest(files, model, 'tokenizer.json'),
    tokenizerConfig: nearest(files, model, 'tokenizer_config.json'),
  };
}

function nearest(files: EncoderSource['files'], from: string, name: string): string {
  const path = findNear(files, from, name);
  if (path === undefined) throw new Error(`holds no ${name} beside the model or above it`);
  return path;
}

function findNear(files: EncoderSource['files'], from: string, name: string): string | undefined {
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, name);
    if (files.has(path)) return path;
    if (folder === '.' || folder === '/') return undefined;
  }
}

/** What sentence-transformers says of the pooling in `1_Pooling/config.json`; the mean where there is no such file. */
export async function poolingOf({ files }: EncoderSource, model: string): Promise<Pooling> {
  const path = findNear(files, model, '1_Pooling/config.json');
  if (path === undefined) return 'mean';
  const config = parseObject((await files.get(path)?.read())?.toString('utf8') ?? '', path);
  if (config['pooling_mode_cls_token'] === true) return 'cls';
  if (config['pooling_mode_mean_tokens'] === true) return 'mean';
  throw new Error(`pools neither by mean nor by cls, says ${path}; name one with --pooling if that is wrong`);
}

/** The longest input that the tokenizer's settings name; `undefined` where they name none that can be meant. */
export function maxTokensOf(tokenizerConfig: string, path: string): number | undefined {
  const value = parseObject(tokenizerConfig, path)['model_max_length'];
  const isMeant = typeof value === 'number' && Number.isSafeInteger(value) && value >= 8 && value <= 100_000;
  return isMeant ? value : undefined;
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`holds a ${path} that is not valid JSON`, { cause: error });
  }
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw new Error(`holds a ${path} that is not a JSON object`);
}
