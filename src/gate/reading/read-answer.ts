import { isUtf8 } from 'node:buffer';
import { fail, ok, type Problem, type Result } from '../../errors.js';
import { parseJsonObject } from '../../request/json-body.js';
import { isJsonObject } from '../../request/json-value.js';
import type { Endpoint } from '../../request/request-view.js';
import type { Answer } from '../answer.js';
import { createDraft, finishDraft } from './answer-draft.js';
import { MAX_ANSWER_BYTES, MAX_ANSWER_DEPTH } from './answer-limits.js';
import { AnswerStream } from './answer-stream.js';
import { decodeBody } from './decode-body.js';
import { SHAPES } from './shapes/shapes.js';

/** The headers of an answer that say how to read it, as the upstream sent them. */
export interface AnswerHeaders {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
}

/**
 * Reads the answer of an endpoint, JSON or a whole event stream; which of them, its first bytes say where the content
 * type does not. Never throws, and a problem quotes nothing of the answer. {@link isUnjudged} tells answers that we
 * cannot read from those that nobody could.
 */
export function readAnswer(endpoint: Endpoint, body: Buffer, headers: AnswerHeaders): Result<Answer> {
  const decoded = decodeBody(body, headers.contentEncoding);
  if (!decoded.ok) return decoded;
  const bytes = decoded.value;
  if (bytes.length === 0) return fail('body_missing', 'The answer has no body.');
  if (!isUtf8(bytes)) return fail('body_not_utf8', 'The answer is not valid UTF-8.');
  return isEventStream(bytes, headers.contentType) ? readStream(endpoint, bytes) : readWhole(endpoint, bytes);
}

/** Whether a problem of {@link readAnswer} lies in our own limits: such an answer goes on as it is. */
export function isUnjudged(problem: Problem): boolean {
  return problem.code === 'body_too_large' || problem.code === 'encoding_unsupported';
}

/** Bytes in which the beginning of an event stream is looked for. */
const START = 64;

function isEventStream(bytes: Buffer, contentType: string | undefined): boolean {
  const start = bytes.toString('utf8', 0, START).trimStart();
  if (start.startsWith('{')) return false;
  return (
    contentType?.toLowerCase().startsWith('text/event-stream') === true ||
    /^(?:data|event|id|retry)?:/.test(start)
  );
}

function readWhole(endpoint: Endpoint, bytes: Buffer): Result<Answer> {
  const parsed = parseJsonObject(bytes, { maxDepth: MAX_ANSWER_DEPTH, maxBodyBytes: MAX_ANSWER_BYTES });
  if (!parsed.ok) return fail(parsed.problem.code, parsed.problem.message.replace('The body', 'The answer'));
  const draft = createDraft();
  if (isJsonObject(parsed.value['error']))
    return fail('field_invalid', 'The answer is an error object.', 'error');
  const hasShape = SHAPES[endpoint].whole(parsed.value, draft);
  if (!hasShape || draft.isError) return fail('field_invalid', `The answer is none of ${endpoint}.`);
  return ok(finishDraft(draft));
}

function readStream(endpoint: Endpoint, bytes: Buffer): Result<Answer> {
  const stream = new AnswerStream(endpoint);
  stream.push(bytes);
  stream.end();
  if (stream.isBroken)
    return fail('field_invalid', 'The event stream holds an error, or an event that is no JSON.');
  if (stream.events === 0) return fail('field_invalid', 'The event stream holds no event.');
  const { answer } = stream;
  if (answer.finish === 'unknown' && !stream.isFinished) {
    return fail('field_invalid', 'The event stream stops before its end.');
  }
  return ok(answer);
}
