import { ERRORS, type Problem } from '../errors.js';
import type { AdminError } from './api/problem.js';
import type { AdminReply } from './endpoint.js';

/** An answer with the code's HTTP status. */
export function problemReply({
  code,
  message,
}: Pick<Problem, 'code' | 'message'>): AdminReply & { readonly kind: 'json' } {
  const body: AdminError = { error: { code, message } };
  return { kind: 'json', status: ERRORS[code].status, body };
}
