import type { DecisionLog } from './decision-log.js';
import { exchange, type Exchange } from './exchange.js';
import { DEMO_PROMPTS, type DemoPrompt } from './prompts.js';
import { listOf, objectOf } from './stand-in/json.js';
import { cutText, textTable } from './text-table.js';

/** Tells the upstreams' records apart. */
export const PROMPT_HEADER = 'x-demo-prompt';

export interface SentPrompt {
  readonly id: string;
  readonly prompt: DemoPrompt;
  readonly exchange: Exchange;
}

/** Sends the prompts one after the other, so that the times are those of a quiet router. */
export async function sendPrompts(url: string, signal: AbortSignal): Promise<readonly SentPrompt[]> {
  const sent: SentPrompt[] = [];
  for (const [index, prompt] of DEMO_PROMPTS.entries()) {
    const id = `prompt-${index + 1}`;
    const question = {
      path: prompt.path ?? '/v1/chat/completions',
      headers: { ...prompt.headers, [PROMPT_HEADER]: id },
      body: { model: prompt.model ?? 'auto', ...prompt.body },
    };
    sent.push({ id, prompt, exchange: await exchange(url, question, signal) });
    if (sent.length % 5 === 0) console.log(`  ${sent.length} of ${DEMO_PROMPTS.length} prompts answered`);
  }
  return sent;
}

/** @param verdicts one a prompt: `ok`, or what went wrong */
export function promptTable(
  sent: readonly SentPrompt[],
  log: DecisionLog,
  verdicts: ReadonlyMap<string, string>,
): string {
  const rows = sent.map(({ id, prompt, exchange: { route, model, reason, status, decision } }) => {
    const line = log.find(decision);
    const margin = line?.['margin'];
    const microseconds = line?.['decideUs'];
    return [
      cutText(lastUserText(prompt), 46),
      route === '' ? '-' : route,
      model === '' ? `status ${status}` : model,
      typeof margin === 'number' ? margin.toFixed(2) : '-',
      reason === '' ? '-' : reason,
      typeof microseconds === 'number' ? (microseconds / 1000).toFixed(1) : '-',
      verdicts.get(id) ?? '',
    ];
  });
  return textTable(['prompt', 'route', 'model', 'margin', 'reason', 'added ms', 'check'], rows);
}

function lastUserText({ body }: DemoPrompt): string {
  const content = objectOf(listOf(body['messages']).at(-1))['content'] ?? body['input'];
  const text = typeof content === 'string' ? content : objectOf(listOf(content)[0])['text'];
  return typeof text === 'string' ? text : '';
}
