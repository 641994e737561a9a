import { isJsonObject, type JsonValue } from '../../request/json-value.js';
import { nestsDeeperThan } from '../../request/json-scan.js';
import type { Endpoint } from '../../request/request-view.js';
import type { Answer } from '../answer.js';
import { createDraft, finishDraft } from './answer-draft.js';
import { MAX_ANSWER_DEPTH } from './answer-limits.js';
import { SHAPES } from './shapes/shapes.js';
import { SseReader } from './sse-reader.js';

/** Units of text that make a token at most: some servers send several tokens in one piece. */
const CHARS_PER_TOKEN = 8;

/** An answer that comes as server-sent events, read as far as it has come. Never throws. */
export class AnswerStream {
  readonly #endpoint: Endpoint;
  readonly #reader = new SseReader();
  readonly #draft = createDraft();
  #isBroken = false;
  #events = 0;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** Takes the next bytes, cut anywhere. */
  push(chunk: Buffer): void {
    for (const data of this.#reader.push(chunk)) this.#readEvent(data);
  }

  /** There are no more bytes. */
  end(): void {
    for (const data of this.#reader.end()) this.#readEvent(data);
  }

  /** The answer so far. */
  get answer(): Answer {
    return finishDraft(this.#draft);
  }

  /** Tokens of text so far: pieces that held text, or an eighth of the characters where a piece holds several tokens. */
  get tokens(): number {
    return Math.max(this.#draft.pieces, Math.ceil(this.#draft.chars / CHARS_PER_TOKEN));
  }

  /** Whether a tool call has begun. */
  get hasToolCall(): boolean {
    return this.#draft.calls.size > 0;
  }

  /** Whether the endpoint said that nothing follows. */
  get isFinished(): boolean {
    return this.#draft.isEnded;
  }

  /** Whether an event was no JSON object, or told of an error. */
  get isBroken(): boolean {
    return this.#isBroken || this.#draft.isError;
  }

  /** Events so far; 0 at the end of a body that was no event stream. */
  get events(): number {
    return this.#events;
  }

  #readEvent(data: string): void {
    this.#events += 1;
    if (data.trim() === '[DONE]') {
      this.#draft.isEnded = true;
      return;
    }
    const event = parseEvent(data);
    if (!isJsonObject(event)) this.#isBroken = true;
    else if (isJsonObject(event['error'])) this.#draft.isError = true;
    // Servers send events of their own in between, such as pings.
    else SHAPES[this.#endpoint].event(event, this.#draft);
  }
}

function parseEvent(data: string): JsonValue | undefined {
  if (nestsDeeperThan(Buffer.from(data), MAX_ANSWER_DEPTH)) return undefined;
  try {
    return JSON.parse(data) as JsonValue;
  } catch {
    return undefined;
  }
}
