import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EncoderManifest } from './manifest.js';
import { meanPool, unitVector } from './sentence-vector.js';
import { loadTokenizer } from './tokenize.js';

/** One loaded encoder. Imported by worker threads only: `embed` blocks its thread while the model runs. */
export interface Session {
  /** @throws Error when the model itself fails, or gives another shape than the manifest says */
  embed(text: string): Promise<Float32Array<ArrayBuffer>>;
  /** Frees the model's memory; must not be called while `embed` runs. */
  release(): Promise<void>;
}

// The arena and the memory pattern trade memory for speed that one short text at a time has little use for.
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  enableCpuMemArena: false,
  enableMemPattern: false,
};

function feedsFor(session: InferenceSession, ids: readonly number[]): InferenceSession.FeedsType {
  const shape = [1, ids.length];
  const all = new Map([
    ['input_ids', BigInt64Array.from(ids, BigInt)],
    ['attention_mask', new BigInt64Array(ids.length).fill(1n)],
    ['token_type_ids', new BigInt64Array(ids.length)],
  ]);
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    const values = all.get(name);
    if (values === undefined) throw new Error(`the model wants an input "${name}" that is not known`);
    feeds[name] = new Tensor('int64', values, shape);
  }
  return feeds;
}

function hiddenStates(
  results: InferenceSession.ReturnType,
  tokens: number,
  dimensions: number,
): Float32Array {
  const output = results['last_hidden_state'];
  if (!(output instanceof Tensor)) throw new Error('the model gives no "last_hidden_state"');
  const { data, dims } = output;
  if (!(data instanceof Float32Array) || data.length !== tokens * dimensions) {
    throw new Error(
      `the model gives ${output.type} [${dims.join(', ')}], wanted float32 [1, ${tokens}, ${dimensions}]`,
    );
  }
  return data;
}

/**
 * Loads tokenizer and model and runs one short text, so that a model of another shape is found now and not later.
 * Texts run one at a time: dynamic int8 scales over the whole tensor, so a batch would change each text's vector.
 */
export async function loadSession(manifest: EncoderManifest): Promise<Session> {
  const tokenize = await loadTokenizer(manifest);
  const session = await InferenceSession.create(manifest.files.model, SESSION_OPTIONS);
  const embed = async (text: string): Promise<Float32Array<ArrayBuffer>> => {
    const ids = tokenize(text);
    const hidden = hiddenStates(await session.run(feedsFor(session, ids)), ids.length, manifest.dimensions);
    return unitVector(meanPool(hidden, ids.length, manifest.dimensions));
  };
  await embed('ready');
  return { embed, release: () => session.release() };
}
