import type { SentPrompt } from './send-prompts.js';
import { PROMPT_HEADER } from './send-prompts.js';
import { listOf, objectOf } from './stand-in/json.js';
import type { Upstream } from './upstreams.js';

/** Which upstreams received which prompt, by what they recorded themselves. */
export async function receivedPrompts(
  upstreams: readonly Upstream[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const received = new Map<string, string[]>();
  for (const { name, url } of upstreams) {
    const response = await fetch(new URL('/__received', url));
    const entries: unknown = await response.json();
    for (const entry of listOf(entries)) {
      const id = objectOf(objectOf(entry)['headers'])[PROMPT_HEADER];
      if (typeof id === 'string') received.set(id, [...(received.get(id) ?? []), name]);
    }
  }
  return received;
}

/** `ok` for each prompt that was answered by 200 and reached its expected model and no other. */
export function verdictsOf(
  sent: readonly SentPrompt[],
  reached: (prompt: SentPrompt) => readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    sent.map((entry) => {
      const models = reached(entry);
      const { expected } = entry.prompt;
      if (entry.exchange.status !== 200) return [entry.id, `status ${entry.exchange.status}`];
      if (models.length === 1 && models[0] === expected) return [entry.id, 'ok'];
      return [entry.id, `want ${expected}, reached ${models.length === 0 ? 'none' : models.join(' and ')}`];
    }),
  );
}
