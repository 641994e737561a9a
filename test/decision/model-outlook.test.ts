import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modelOutlooks } from '../../src/decision/model-outlook.js';
import type { OutcomeSignal } from '../../src/signals/signal.js';
import { buildProfile } from '../support/build-plan.js';

const MODELS = [
  buildProfile('small', { price: { input: 1, output: 2 }, quality: 0.6 }),
  buildProfile('large', { price: { input: 10, output: 20 } }),
];

function predicting(name: string, outputTokens: number | undefined): OutcomeSignal {
  const prediction = { quality: 0.8, lower: 0.7, outputTokens };
  return { name: 'outcomes', microseconds: 1, predictions: new Map([[name, prediction]]) };
}

describe('modelOutlooks', () => {
  it('takes a declared quality and a usual answer where nothing is predicted', () => {
    assert.deepEqual(modelOutlooks(MODELS, { tokenEstimate: 1000 }, []), {
      small: { quality: 0.6, cost: (1000 + 300 * 2) / 1e6 },
      large: { quality: null, cost: (10_000 + 300 * 20) / 1e6 },
    });
  });

  it('prefers what is predicted, within the limit of the client', () => {
    const request = { tokenEstimate: 1000, maxTokens: 50 };
    const { large } = modelOutlooks(MODELS, request, [predicting('large', 400)]);
    assert.deepEqual(large, { quality: 0.8, cost: (10_000 + 50 * 20) / 1e6 });
  });

  it('names models that only the bundle knows, at no cost', () => {
    const outlooks = modelOutlooks(MODELS, { tokenEstimate: 1 }, [predicting('other', undefined)]);
    assert.deepEqual(Object.keys(outlooks), ['small', 'large', 'other']);
    assert.deepEqual(outlooks['other'], { quality: 0.8, cost: 0 });
  });
});
