import { featureVector } from '../../signals/feature-vector.js';
import { focusOf } from '../../signals/focus/focus.js';
import { dataFile } from '../data-folder.js';
import type { ModelOutcome, OutcomeSample } from '../outcomes/outcome-sample.js';
import { type JsonObject, readRows, textField } from '../read-jsonl.js';
import { viewOfText } from '../view-of-text.js';
import type { Workbench } from './suite.js';

/** Requests of `outcomes/NAME.jsonl.gz` with how each model did on them, as `fit-outcomes` would see them. */
export async function readOutcomes(name: string, bench: Workbench): Promise<OutcomeSample[]> {
  const rows = await readRows(dataFile(`outcomes/${name}.jsonl.gz`));
  const clean = rows.filter((row) => row['contaminated'] !== true && row['contaminated'] !== 1);
  const seen = clean.map((row) => {
    const text = textField(row, 'prompt');
    const view = viewOfText(text);
    const focus = focusOf(view);
    const features = featureVector(view, focus);
    return { text, domain: textField(row, 'domain'), models: modelsOf(row), focus, features };
  });
  const vectors = await bench.embed(seen.map(({ focus }) => focus.text));
  return seen.map(({ text, domain, models, features }, at) => ({
    text,
    domain,
    models,
    evidence: { vector: vectors[at], features },
  }));
}

function modelsOf(row: JsonObject): Map<string, ModelOutcome> {
  const models = row['models'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return new Map(
    Object.entries(models).map(([name, outcome]) => {
      const quality = outcome['correct'] ?? outcome['score'];
      const tokens = outcome['output_tokens'];
      return [
        name,
        { quality: Number(quality), outputTokens: typeof tokens === 'number' ? tokens : undefined },
      ];
    }),
  );
}
