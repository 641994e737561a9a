import { ERRORS, type Problem } from '../errors.js';
import { jsonReply } from './json-reply.js';
import type { Reply } from './mutation.js';

/**
 * An error in the OpenAI shape (https://platform.openai.com/docs/guides/error-codes), with the status of the closed table.
 *
 * @param headers added to the content type, such as the `allow` of a 405
 */
export function errorReply(problem: Problem, headers: Reply['headers'] = []): Reply {
  const { status, type } = ERRORS[problem.code];
  const error = { message: problem.message, type, param: problem.param ?? null, code: problem.code };
  return jsonReply(status, { error }, problem.code, headers);
}
