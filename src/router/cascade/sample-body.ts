import { parseJsonObject } from '../../request/json-body.js';
import type { OpenCascade } from './open-cascade.js';

/** Enough for samples to differ where the model is not sure. */
const TEMPERATURE = 0.7;

const LIMITS = { maxDepth: 1_000, maxBodyBytes: Number.MAX_SAFE_INTEGER };

/** Members of the client's body that ask for another answer than a short sample. */
const DROPPED = [
  'model',
  'stream',
  'stream_options',
  'max_completion_tokens',
  'n',
  // What makes samples equal, whatever the temperature.
  'seed',
  'top_p',
  'top_k',
  'logprobs',
  'top_logprobs',
];

/**
 * The client's own request, asked again for a short answer.
 *
 * @param model name in the pool; Envoy writes the upstream's own name in its place, which it does for a first key only
 * @returns `undefined` for other endpoints than chat completions
 */
export function sampleBody(
  { endpoint, body }: OpenCascade,
  model: string,
  maxTokens: number,
): string | undefined {
  if (endpoint !== 'chat-completions' || body === undefined) return undefined;
  const parsed = parseJsonObject(body, LIMITS);
  if (!parsed.ok) return undefined;
  const kept = Object.entries(parsed.value).filter(([name]) => !DROPPED.includes(name));
  return JSON.stringify({
    model,
    ...Object.fromEntries(kept),
    max_tokens: maxTokens,
    temperature: TEMPERATURE,
  });
}
