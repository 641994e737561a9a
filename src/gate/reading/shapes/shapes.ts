import type { JsonObject } from '../../../request/json-value.js';
import type { Endpoint } from '../../../request/request-view.js';
import type { AnswerDraft } from '../answer-draft.js';
import { readChatCompletion } from './chat-completions.js';
import { readCompletion } from './completions.js';
import { readMessage, readMessageEvent } from './messages.js';
import { readResponse, readResponseEvent } from './responses.js';

/** Reads into a draft, and says whether what it read has the endpoint's shape. Never throws. */
export type ReadInto = (body: JsonObject, draft: AnswerDraft) => boolean;

/** For each endpoint the readers of a whole answer and of one event of a stream. */
export const SHAPES: Readonly<Record<Endpoint, { readonly whole: ReadInto; readonly event: ReadInto }>> = {
  'chat-completions': { whole: readChatCompletion, event: readChatCompletion },
  completions: { whole: readCompletion, event: readCompletion },
  responses: { whole: readResponse, event: readResponseEvent },
  messages: { whole: readMessage, event: readMessageEvent },
};
