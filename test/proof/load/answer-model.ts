import { isObject, objectOf, parseObject } from '../../../demo/stand-in/json.js';
import type { Exchange } from './exchange.js';

/** The model that an answer names, or what is wrong with the answer. */
export type AnswerModel = { readonly model: string } | { readonly fault: string };

/** Events that end a stream: of Anthropic messages, and of Responses. */
const LAST_EVENTS = ['message_stop', 'response.completed', 'response.incomplete'];

/**
 * Reads an answer with status 200 as its client would: a stream must come to its own end (`[DONE]`, or the last event of its
 * endpoint) and be of one model.
 *
 * @param streamed whether the client asked for a stream
 */
export function answerModel({ headers, text }: Exchange, streamed: boolean): AnswerModel {
  const isStream = (headers['content-type'] ?? '').startsWith('text/event-stream');
  if (isStream !== streamed) return { fault: isStream ? 'an unasked stream' : 'no stream' };
  return isStream ? ofStream(text) : ofWhole(text);
}

function ofWhole(text: string): AnswerModel {
  const body = parseObject(text);
  if (body === undefined) return { fault: 'no JSON object' };
  const { model, choices, content, output } = body;
  if (![choices, content, output].some((list) => Array.isArray(list) && list.length > 0)) {
    return { fault: 'an answer without content' };
  }
  return typeof model === 'string' ? { model } : { fault: 'no model in the answer' };
}

function ofStream(text: string): AnswerModel {
  const models = new Set<string>();
  let ended = false;
  for (const line of text.split('\n')) {
    if (!line.startsWith('data: ')) continue;
    if (ended) return { fault: 'events after the end of the stream' };
    const data = line.slice('data: '.length).trim();
    ended = data === '[DONE]';
    if (ended) continue;
    const event = parseObject(data);
    if (event === undefined) return { fault: 'an event that is no JSON object' };
    if (event['error'] !== undefined && event['error'] !== null) return { fault: 'an error in the stream' };
    for (const part of [event, objectOf(event['message']), objectOf(event['response'])]) {
      if (isObject(part) && typeof part['model'] === 'string') models.add(part['model']);
    }
    ended = LAST_EVENTS.includes(String(event['type']));
  }
  if (!ended) return { fault: 'a stream without its end' };
  const [model] = models;
  if (model === undefined) return { fault: 'no model in the stream' };
  return models.size === 1 ? { model } : { fault: `a stream of ${[...models].join(' and ')}` };
}
