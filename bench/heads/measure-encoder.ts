import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Encoder } from '../../src/embed/encoder.js';
import type { EncoderManifest } from '../../src/embed/manifest.js';
import { loadTokenizer } from '../../src/embed/tokens/tokenize.js';
import { median } from '../statistics.js';
import { cpuPerCall } from './cpu-per-call.js';
import type { EncoderFigure } from './head-figures.js';

const TOKENS: readonly number[] = [20, 128, 512];

/** A token each in the shipped encoder's vocabulary. */
const WORDS = [
  'the',
  'river',
  'house',
  'was',
  'old',
  'and',
  'its',
  'garden',
  'had',
  'no',
  'wall',
  'for',
  'years',
];

const SPECIAL_TOKENS = 2;
const CALLS = 8;
const NO_DEADLINE_MS = 60_000;

/** Ours and the bare model in turn, block by block, so that whatever else the machine does hits both alike. */
export async function measureEncoder(
  encoder: Encoder,
  manifest: EncoderManifest,
  rounds: number,
): Promise<EncoderFigure[]> {
  const tokenize = await loadTokenizer(manifest);
  const session = await InferenceSession.create(manifest.files.model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: false,
    enableMemPattern: false,
  });
  const figures: EncoderFigure[] = [];
  for (const tokens of TOKENS) {
    const text = textOf(tokens);
    const feeds = feedsOf(session, tokenize(text));
    const bare = (): Promise<unknown> => session.run(feeds);
    const ours = (): Promise<unknown> => encoder.embed(text, NO_DEADLINE_MS);
    await cpuPerCall(bare, CALLS);
    await cpuPerCall(ours, CALLS);
    const pairs: { bare: number; ours: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      pairs.push({ bare: await cpuPerCall(bare, CALLS), ours: await cpuPerCall(ours, CALLS) });
    }
    figures.push({
      tokens,
      ms: median(pairs.map((pair) => pair.ours)),
      bareMs: median(pairs.map((pair) => pair.bare)),
      ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
    });
  }
  await session.release();
  return figures;
}

function textOf(tokens: number): string {
  return Array.from({ length: tokens - SPECIAL_TOKENS }, (_, at) => WORDS[at % WORDS.length]).join(' ');
}

function feedsOf(session: InferenceSession, ids: readonly number[]): InferenceSession.FeedsType {
  const valueOf = (name: string) => (at: number) => {
    if (name === 'input_ids') return BigInt(ids[at] ?? 0);
    return name === 'attention_mask' ? 1n : 0n;
  };
  return Object.fromEntries(
    session.inputNames.map((name) => {
      const values = BigInt64Array.from(ids.keys(), valueOf(name));
      return [name, new Tensor('int64', values, [1, ids.length])];
    }),
  );
}
