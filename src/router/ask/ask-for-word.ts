import type { ModelCall, ModelConnections, ModelResponse } from './model-connections.js';

/** A question that is answered by one of a few words. */
export interface WordQuestion extends Omit<ModelCall, 'body'> {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** The answers to choose from, each one token. */
  readonly words: readonly string[];
}

/**
 * How much of the OpenAI protocol a model's server takes, the richest first: vLLM's own fields; log probabilities; neither.
 * vLLM: https://docs.vllm.ai/en/latest/features/structured_outputs/
 */
const DIALECTS = ['vllm', 'openai', 'plain'] as const;

/** What a server says of fields that it does not know. */
const NOT_UNDERSTOOD: readonly number[] = [400, 422];

/**
 * Asks in the richest dialect that the server takes: one that does not know a field is asked in the next plainer one. Never
 * rejects.
 *
 * @param from the dialect to begin with, as an earlier call returned it; 0 is the richest
 */
export async function askForWord(
  connections: Pick<ModelConnections, 'post'>,
  question: WordQuestion,
  from = 0,
): Promise<{ readonly response: ModelResponse; readonly dialect: number }> {
  const { model, traceparent, signal } = question;
  for (let dialect = from; ; dialect += 1) {
    const body = wordBody(question, DIALECTS[dialect] ?? 'plain');
    const response = await connections.post({ model, body, traceparent, signal });
    const isUnderstood = !response.ok || !NOT_UNDERSTOOD.includes(response.status);
    if (isUnderstood || dialect + 1 >= DIALECTS.length) return { response, dialect };
  }
}

/** The body of the chat completion: one token, constrained to the words where the server can do it. */
function wordBody({ model, messages, words }: WordQuestion, dialect: (typeof DIALECTS)[number]): string {
  return JSON.stringify({
    model,
    messages,
    max_tokens: 1,
    temperature: 0,
    ...(dialect !== 'plain' && { logprobs: true, top_logprobs: 20 }),
    // The first name is for vLLM before 0.12; fields that a vLLM does not know it passes over.
    ...(dialect === 'vllm' && {
      guided_choice: words,
      structured_outputs: { choice: words },
      chat_template_kwargs: { enable_thinking: false },
    }),
  });
}
