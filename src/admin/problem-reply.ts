import { type ErrorCode, ERRORS } from '../errors.js';
import type { AdminError } from './api/problem.js';
import type { AdminReply } from './endpoint.js';

/** An answer with the code's HTTP status. */
export function problemReply(code: ErrorCode, message: string): AdminReply & { readonly kind: 'json' } {
  const body: AdminError = { error: { code, message } };
  return { kind: 'json', status: ERRORS[code].status, body };
}
