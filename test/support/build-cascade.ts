import type { OpenCascade } from '../../src/router/cascade/open-cascade.js';
import { buildCascade } from './build-registry.js';

/** A question about France on its way through two tiers, small and large. */
export function buildOpenCascade(changes: Partial<OpenCascade> = {}): OpenCascade {
  return {
    route: 'questions',
    cascade: buildCascade(['small', 'large'], { prefix: { tokens: 8, holdMs: 2_000 } }),
    endpoint: 'chat-completions',
    ask: { prompt: 'What is the capital of France?', system: '', responseFormat: 'text', tools: [] },
    tokenEstimate: 12,
    body: undefined,
    priceOf: (model) => (model === 'small' ? { input: 1, output: 1 } : { input: 4, output: 4 }),
    judgingMs: 0,
    traceparent: '',
    ...changes,
  };
}

/** A whole chat completion. */
export function completionOf(content: string, more: object = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'org/small',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
      ...more,
    }),
  );
}

export const GOOD_TEXT =
  'The capital of France is Paris. It lies on the river Seine in the north of the country.';
export const REFUSAL = "I'm sorry, but as an AI language model I cannot help with that request.";
