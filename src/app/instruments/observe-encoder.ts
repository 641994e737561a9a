import type { Embedding, Encoder } from '../../embed/encoder.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';

/** An encoder whose work is counted. */
export function observeEncoder(encoder: Encoder, metrics: Pick<Metrics, 'embedded' | 'readFrom'>): Encoder {
  const { dimensions, checksum, threads } = encoder;
  let underWay = 0;
  metrics.readFrom((collect) => {
    collect('encoderThreads', threads);
    collect('encoderQueue', Math.max(0, underWay - threads));
  });
  const embed = async (text: string, deadlineMs: number): Promise<Embedding> => {
    const start = performance.now();
    underWay += 1;
    const embedding = await encoder.embed(text, deadlineMs);
    underWay -= 1;
    metrics.embedded(embedding, (performance.now() - start) / 1000);
    return embedding;
  };
  return { dimensions, checksum, threads, embed, close: () => encoder.close() };
}
