import { fitSoftmax } from '../../heads/fit-softmax.js';
import { softmax, sparseLogits } from '../../heads/softmax-head.js';
import { hashNgrams, NGRAM_DIMENSIONS } from '../../signals/hashed-ngrams.js';
import { accuracy } from '../metrics/accuracy.js';

/** A text and the label that it should get. */
export interface Example {
  readonly text: string;
  readonly label: string;
}

/** Share of the rows that the commonest label of the training rows would get right. */
export function majorityAccuracy(train: readonly Example[], rows: readonly Example[]): number {
  const counts = new Map<string, number>();
  for (const { label } of train) counts.set(label, (counts.get(label) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  return accuracy(rows.map(({ label }) => label === most));
}

/** Probabilities of the labels of a text. */
export type TextClassifier = (text: string) => ReadonlyMap<string, number>;

/** The plain text classifier: a linear head over hashed words, pairs and character runs, as TF-IDF baselines are. */
export async function fitNgramClassifier(train: readonly Example[]): Promise<TextClassifier> {
  const labels = [...new Set(train.map(({ label }) => label))].sort();
  const at = new Map(labels.map((label, position) => [label, position]));
  const head = await fitSoftmax(
    train.map(({ text }) => hashNgrams(text)),
    Uint32Array.from(train, ({ label }) => at.get(label) ?? 0),
    { classes: labels.length, dimensions: NGRAM_DIMENSIONS, epochs: 10, learningRate: 0.3 },
  );
  return (text) => {
    const probabilities = softmax(sparseLogits(head, hashNgrams(text)));
    return new Map(labels.map((label, position) => [label, probabilities[position] ?? 0]));
  };
}

/** The label with the largest number; ties go to the first. */
export function topOf(scores: ReadonlyMap<string, number>): string {
  let top = '';
  let most = -Infinity;
  for (const [label, score] of scores) {
    if (score <= most) continue;
    top = label;
    most = score;
  }
  return top;
}
