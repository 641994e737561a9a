import type { ExplainRequest } from '../../../api/explain.js';
import type { Endpoint } from '../../../../request/request-view.js';

/** What the reader filled in. */
export interface PlaygroundInput {
  readonly mode: 'prompt' | 'json';
  readonly endpoint: Endpoint;
  readonly system: string;
  readonly prompt: string;
  /** Whether the request brings a tool, which not every model can use. */
  readonly withTool: boolean;
  /** The whole body, in the mode `json`. */
  readonly json: string;
}

export const ENDPOINT_PATHS: Readonly<Record<Endpoint, string>> = {
  'chat-completions': '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
  completions: '/v1/completions',
};

const PARAMETERS = { type: 'object', properties: { query: { type: 'string' } } };
const NAMED = { name: 'look_up', description: 'Looks something up.' };

/** @returns what `POST /explain` takes, or what is wrong with the input, as a sentence */
export function buildRequest(input: PlaygroundInput): ExplainRequest | string {
  const path = ENDPOINT_PATHS[input.endpoint];
  if (input.mode === 'prompt') {
    if (input.prompt.trim() === '') return 'Write a prompt first.';
    return { body: bodyOf(input), path };
  }
  const body = parseObject(input.json);
  return typeof body === 'string' ? body : { body, path };
}

/** The same request as a body, to go on from in the mode `json`. */
export function bodyOf({ endpoint, system, prompt, withTool }: PlaygroundInput): object {
  const model = { model: 'auto' };
  const user = { role: 'user', content: prompt };
  const hasSystem = system.trim() !== '';
  const fieldTool = { type: 'function', ...NAMED, parameters: PARAMETERS };
  switch (endpoint) {
    case 'chat-completions': {
      const messages = hasSystem ? [{ role: 'system', content: system }, user] : [user];
      const tool = { type: 'function', function: { ...NAMED, parameters: PARAMETERS } };
      return { ...model, messages, ...(withTool && { tools: [tool] }) };
    }
    case 'responses':
      return {
        ...model,
        ...(hasSystem && { instructions: system }),
        input: prompt,
        ...(withTool && { tools: [fieldTool] }),
      };
    case 'messages': {
      const tool = { ...NAMED, input_schema: PARAMETERS };
      return {
        ...{ ...model, max_tokens: 1024 },
        ...(hasSystem && { system }),
        messages: [user],
        ...(withTool && { tools: [tool] }),
      };
    }
    case 'completions':
      return { ...model, prompt: hasSystem ? `${system}\n\n${prompt}` : prompt };
  }
}

function parseObject(json: string): object | string {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    return 'The body must be a JSON object.';
  } catch (error) {
    return `The body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
