import type { Behaviour } from './behaviour.js';
import { chooseOne, logprobsOf } from './choice.js';
import { isObject, listOf, objectOf, sampleOf, type JsonObject } from './json.js';

/** What a stand-in says, before it is put in the shape of one endpoint. */
export interface Answer {
  /** Served name of the model. */
  readonly model: string;
  readonly text: string;
  /** Set when the answer is a tool call; `text` is empty then. `arguments` is JSON. */
  readonly toolCall?: { readonly name: string; readonly arguments: string };
  /** Log probabilities of an answer of one token, where the body asks for them. */
  readonly logprobs?: readonly JsonObject[];
  /** Whether the client's token limit cut the text. */
  readonly cut: boolean;
  /** A word counts as one token. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const FILLER = 'It stands in for a real model, so these words only show which server answered you.'.split(
  ' ',
);

/** Answers with a tool call when tools are offered and none was answered yet, with JSON when JSON is asked for. */
export function answerTo(body: JsonObject, model: string, behaviour: Behaviour): Answer {
  const inputTokens = countWords(JSON.stringify(body['messages'] ?? body['prompt'] ?? body['input'] ?? ''));
  const tool = toolToCall(body);
  if (tool !== undefined) {
    const call = { name: tool.name, arguments: JSON.stringify(sampleOf(tool.schema)) };
    return { model, text: '', toolCall: call, cut: false, inputTokens, outputTokens: 8 };
  }
  const choices = chooseOne(body, behaviour.choice);
  if (choices !== undefined) {
    const logprobs = logprobsOf(body, choices);
    return {
      ...{ model, text: choices[0], cut: false, inputTokens, outputTokens: 1 },
      ...(logprobs === undefined ? {} : { logprobs }),
    };
  }
  const whole = wantsJson(body) ? jsonText(body, model) : plainText(model, behaviour.words);
  const limit = body['max_completion_tokens'] ?? body['max_output_tokens'] ?? body['max_tokens'];
  const words = whole.split(' ');
  const kept = typeof limit === 'number' ? words.slice(0, limit) : words;
  const cut = kept.length < words.length;
  return { model, text: kept.join(' '), cut, inputTokens, outputTokens: kept.length };
}

/** The text in the pieces that a stream sends: one word each, joined by what stood between them. */
export function piecesOf(answer: Answer): readonly string[] {
  return answer.text.split(' ').map((word, index) => (index === 0 ? word : ` ${word}`));
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function plainText(model: string, words: number): string {
  const start = ['This', 'is', `${model}.`];
  const rest = Array.from({ length: Math.max(0, words - start.length) }, (_, i) => FILLER[i % FILLER.length]);
  return [...start, ...rest].slice(0, Math.max(1, words)).join(' ');
}

function formatOf(body: JsonObject): JsonObject {
  return objectOf(body['response_format'] ?? objectOf(body['text'])['format']);
}

function wantsJson(body: JsonObject): boolean {
  return ['json_object', 'json_schema'].includes(String(formatOf(body)['type']));
}

function jsonText(body: JsonObject, model: string): string {
  const format = formatOf(body);
  const schema = objectOf(format['json_schema'])['schema'] ?? format['schema'];
  return JSON.stringify(isObject(schema) ? sampleOf(schema) : { model, answer: 'sample' });
}

/** Chat completions nest a tool under `function`; Responses and Anthropic messages do not. */
function toolToCall(body: JsonObject): { name: string; schema: unknown } | undefined {
  const offered = objectOf(listOf(body['tools'])[0]);
  const choice = body['tool_choice'];
  if (choice === 'none' || objectOf(choice)['type'] === 'none' || answersTool(body)) return undefined;
  const tool = isObject(offered['function']) ? offered['function'] : offered;
  const name = tool['name'];
  if (typeof name !== 'string') return undefined;
  return { name, schema: tool['parameters'] ?? tool['input_schema'] };
}

function answersTool(body: JsonObject): boolean {
  const last = objectOf(listOf(body['messages'] ?? body['input']).at(-1));
  if (last['role'] === 'tool' || last['type'] === 'function_call_output') return true;
  return listOf(last['content']).some((part) => objectOf(part)['type'] === 'tool_result');
}
