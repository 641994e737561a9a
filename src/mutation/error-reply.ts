import { ERRORS, type Problem } from '../errors.js';
import type { Reply } from './mutation.js';

/** An error in the OpenAI shape (https://platform.openai.com/docs/guides/error-codes), with the status of the closed table. */
export function errorReply(problem: Problem): Reply {
  const { status, type } = ERRORS[problem.code];
  const error = { message: problem.message, type, param: problem.param ?? null, code: problem.code };
  return {
    kind: 'reply',
    status,
    headers: [['content-type', 'application/json']],
    body: JSON.stringify({ error }),
    details: `dragoman_${problem.code}`,
  };
}
