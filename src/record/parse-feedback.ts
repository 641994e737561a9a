import { fail, ok, type Result } from '../errors.js';
import { encodingProblem } from '../request/content-encoding.js';
import { badField, itemPath } from '../request/fields.js';
import { parseJsonObject } from '../request/json-body.js';
import { isJsonArray, type JsonObject, quoted } from '../request/json-value.js';
import type { RequestHead } from '../request/request-head.js';
import { isDecisionId } from './decision-id.js';
import type { Feedback } from './feedback.js';

export const FEEDBACK_PATH = '/v1/feedback';

/** Largest body of feedback, in bytes. */
export const MOST_FEEDBACK_BYTES = 16_384;

export const MOST_TAGS = 16;
/** Longest tag, in UTF-16 units. */
export const LONGEST_TAG = 64;

/** What a client says about a decision of its own. */
export type FeedbackForm = Pick<Feedback, 'decision' | 'score' | 'route' | 'model' | 'tags'>;

/** Deepest nesting of arrays and objects: one level more than tags need, so that a field of the wrong type is named. */
const DEEPEST = 3;

const FIELDS = ['decision', 'thumbs', 'score', 'route', 'model', 'tags'] as const;

/** Nothing that a terminal, a table or a database could stumble over: control characters, halves of surrogate pairs. */
const PRINTABLE = /^[^\p{C}]+$/u;
/** Longest name of a route or a model that is looked up. */
const LONGEST_NAME = 256;

/** @param path `:path` as sent; its query and one trailing slash are ignored */
export function isFeedbackPath(path: string): boolean {
  const bare = path.split('?', 1)[0] ?? path;
  return bare === FEEDBACK_PATH || bare === `${FEEDBACK_PATH}/`;
}

/** What is wrong before the body is seen; `undefined` when nothing is. */
export function problemOfHead({ method, headers }: RequestHead): ReturnType<typeof fail> | undefined {
  if (method !== 'POST') {
    return fail('method_not_allowed', `${method.slice(0, 20)} ${FEEDBACK_PATH} is not known. Use POST.`);
  }
  const encoding = encodingProblem({ headers });
  if (encoding !== undefined) return encoding;
  const length = Number(headers.get('content-length') ?? 0);
  return length > MOST_FEEDBACK_BYTES ? tooLarge(length) : undefined;
}

/**
 * Reads `{decision, thumbs | score, route, model, tags}`. Never throws.
 *
 * @returns a problem for anything that is unknown, of another type or out of range; names are not looked up here
 */
export function parseFeedback(body: Buffer): Result<FeedbackForm> {
  if (body.length > MOST_FEEDBACK_BYTES) return tooLarge(body.length);
  const parsed = parseJsonObject(body, { maxDepth: DEEPEST, maxBodyBytes: MOST_FEEDBACK_BYTES });
  if (!parsed.ok) return parsed.problem.code === 'body_too_deep' ? tooDeep() : parsed;
  const fields = parsed.value;
  const stray = Object.keys(fields).find((key) => !(FIELDS as readonly string[]).includes(key));
  if (stray !== undefined) {
    const known = FIELDS.join(', ');
    return fail(
      'field_invalid',
      `${quoted(stray)} is no field of feedback; those are ${known}.`,
      stray.slice(0, 64),
    );
  }
  const { decision } = fields;
  if (typeof decision !== 'string' || !isDecisionId(decision)) {
    return badField('decision', 'the x-dragoman-decision header of the answer', decision);
  }
  const score = readScore(fields);
  if (!score.ok) return score;
  const route = readName(fields, 'route');
  if (!route.ok) return route;
  const model = readName(fields, 'model');
  if (!model.ok) return model;
  const tags = readTags(fields);
  if (!tags.ok) return tags;
  const form = { decision, score: score.value, route: route.value, model: model.value, tags: tags.value };
  const isEmpty = form.score === null && form.route === null && form.model === null && form.tags.length === 0;
  if (!isEmpty) return ok(form);
  return fail(
    'field_missing',
    'The feedback says nothing; send thumbs, score, route, model or tags.',
    'thumbs',
  );
}

function tooDeep(): ReturnType<typeof fail> {
  return fail(
    'body_too_deep',
    `The body nests deeper than ${DEEPEST} levels; feedback has an object and its tags.`,
  );
}

function tooLarge(bytes: number): ReturnType<typeof fail> {
  return fail('body_too_large', `The body has ${bytes} bytes; feedback may have ${MOST_FEEDBACK_BYTES}.`);
}

function readScore(fields: JsonObject): Result<number | null> {
  const thumbs = fields['thumbs'] ?? null;
  const score = fields['score'] ?? null;
  if (thumbs !== null && thumbs !== 'up' && thumbs !== 'down') {
    return badField('thumbs', '"up" or "down"', thumbs);
  }
  if (score !== null && !(typeof score === 'number' && score >= 0 && score <= 1)) {
    return badField('score', 'a number from 0 to 1', score);
  }
  if (thumbs === null) return ok(score);
  if (score === null) return ok(thumbs === 'up' ? 1 : 0);
  return fail('field_invalid', 'There are "thumbs" and "score"; send one of them.', 'score');
}

function readName(fields: JsonObject, name: 'route' | 'model'): Result<string | null> {
  const value = fields[name] ?? null;
  if (value === null) return ok(null);
  const isName = typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME;
  return isName
    ? ok(value)
    : badField(name, `the name of a ${name}, up to ${LONGEST_NAME} characters`, value);
}

/** Repeated tags count once. */
function readTags(fields: JsonObject): Result<readonly string[]> {
  const value = fields['tags'] ?? [];
  if (!isJsonArray(value)) return badField('tags', 'an array of strings', value);
  if (value.length > MOST_TAGS) {
    return fail('field_invalid', `There are ${value.length} tags; send up to ${MOST_TAGS}.`, 'tags');
  }
  const tags = new Set<string>();
  for (const [at, tag] of value.entries()) {
    if (typeof tag !== 'string' || tag.length > LONGEST_TAG || !PRINTABLE.test(tag)) {
      return badField(itemPath('tags', at), `printable text of 1 to ${LONGEST_TAG} characters`, tag);
    }
    tags.add(tag);
  }
  return ok([...tags]);
}
