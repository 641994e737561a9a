import { letterAt, type LlmCandidate } from './llm-question.js';

/**
 * How much of the OpenAI protocol the model's server takes: vLLM's own fields; log probabilities; neither.
 * vLLM: https://docs.vllm.ai/en/latest/features/structured_outputs/
 */
export const DIALECTS = ['vllm', 'openai', 'plain'] as const;

export type Dialect = (typeof DIALECTS)[number];

/** Longest part of the text that is shown, in UTF-16 units: its head and its tail, where people say what they want. */
const MAX_TEXT = 2_000;
const MAX_DESCRIPTION = 300;
const MAX_EXAMPLE = 200;

const TASK = 'Which category fits the message best? Reply with its letter only.';
const NONE = 'none of these';

/**
 * The messages: under 50 tokens of our own, the routes, the examples, the text.
 *
 * @param examples most examples in all; each route's nearest first
 */
export function llmMessages(
  text: string,
  candidates: readonly LlmCandidate[],
  examples: number,
): readonly { readonly role: string; readonly content: string }[] {
  const shown = spread(candidates, examples);
  const lines = candidates.flatMap(({ route, description }, at) => [
    `${letterAt(at)}: ${oneLine(description === '' ? route : description, MAX_DESCRIPTION)}`,
    ...(shown[at] ?? []).map((example) => `- ${oneLine(example, MAX_EXAMPLE)}`),
  ]);
  const none = `${letterAt(candidates.length)}: ${NONE}`;
  return [
    { role: 'system', content: [TASK, ...lines, none].join('\n') },
    { role: 'user', content: `Message:\n${headAndTail(text)}\n\nLetter:` },
  ];
}

/**
 * The body of the chat completion: one token, constrained to the letters where the server can do it.
 *
 * @param model name in the pool; Envoy writes the upstream's own name in its place, which it does for a first key only
 */
export function llmBody(
  model: string,
  messages: ReturnType<typeof llmMessages>,
  letters: readonly string[],
  dialect: Dialect,
): string {
  return JSON.stringify({
    model,
    messages,
    max_tokens: 1,
    temperature: 0,
    ...(dialect === 'plain' ? {} : { logprobs: true, top_logprobs: 20 }),
    // The first name is for vLLM before 0.12; fields that a vLLM does not know it passes over.
    ...(dialect === 'vllm'
      ? {
          guided_choice: letters,
          structured_outputs: { choice: letters },
          chat_template_kwargs: { enable_thinking: false },
        }
      : {}),
  });
}

/** The nearest example of each route, then the second nearest, until there are enough. */
function spread(candidates: readonly LlmCandidate[], most: number): readonly (readonly string[])[] {
  const shown = candidates.map((): string[] => []);
  const longest = Math.max(0, ...candidates.map(({ examples }) => examples.length));
  let left = most;
  for (let rank = 0; rank < longest; rank += 1) {
    for (const [at, { examples }] of candidates.entries()) {
      const example = examples[rank];
      if (example === undefined || left === 0) continue;
      shown[at]?.push(example);
      left -= 1;
    }
  }
  return shown;
}

function headAndTail(text: string): string {
  if (text.length <= MAX_TEXT) return wellFormed(text);
  const half = MAX_TEXT / 2;
  return wellFormed(`${text.slice(0, half)}\n[...]\n${text.slice(-half)}`);
}

function oneLine(text: string, most: number): string {
  return wellFormed(text.slice(0, most)).replaceAll(/\s+/g, ' ').trim();
}

/** A cut may leave half a surrogate pair, which not every tokenizer survives. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
