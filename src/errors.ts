/**
 * The closed table of error codes. A code is at once the `code` of an OpenAI-shaped error, a label in log lines and spans,
 * and the anchor in `docs/errors.md` (generated from this table). Imports nothing.
 */

/** The `type` field of an OpenAI error object. */
export type ErrorType = 'invalid_request_error' | 'not_found_error' | 'server_error' | 'configuration_error';

interface ErrorEntry {
  /** HTTP status sent to the client; 0 where the code never reaches one. */
  readonly status: number;
  readonly type: ErrorType;
  /** What happened, in one sentence. */
  readonly summary: string;
  /** What the reader can do about it, in one sentence. */
  readonly remedy: string;
}

export const ERRORS = {
  body_missing: {
    status: 400,
    type: 'invalid_request_error',
    summary: 'The request has no body.',
    remedy: 'Send a JSON object.',
  },
  body_not_utf8: {
    status: 400,
    type: 'invalid_request_error',
    summary: 'The body is not valid UTF-8.',
    remedy:
      'Encode the body as UTF-8; if it is compressed, name the encoding in content-encoding (gzip is understood).',
  },
  encoding_unsupported: {
    status: 415,
    type: 'invalid_request_error',
    summary: 'The body is compressed in a way that nobody on the path understands.',
    remedy: 'Send the body plain or with gzip.',
  },
  body_not_json: {
    status: 400,
    type: 'invalid_request_error',
    summary: 'The body is not valid JSON.',
    remedy: 'Check the body with a JSON parser; the message quotes the place.',
  },
  body_too_deep: {
    status: 400,
    type: 'invalid_request_error',
    summary: 'The body nests deeper than the limit.',
    remedy: 'Flatten the body, or raise spec.limits.maxDepth of the RouterPolicy.',
  },
  body_too_large: {
    status: 413,
    type: 'invalid_request_error',
    summary: 'The body is larger than the limit.',
    remedy: 'Send less, or raise spec.limits.maxBodyBytes of the RouterPolicy.',
  },
  field_missing: {
    status: 400,
    type: 'invalid_request_error',
    summary: 'A required field is missing.',
    remedy: 'Add the field that the message names.',
  },
  field_invalid: {
    status: 400,
    type: 'invalid_request_error',
    summary: 'A field has the wrong type or value.',
    remedy: 'Give the field the type that the message names.',
  },
  model_not_found: {
    status: 404,
    type: 'not_found_error',
    summary: 'The model asked for is neither in the pool nor one of its aliases.',
    remedy: 'Ask for "auto", or for a model that GET /v1/models lists.',
  },
  path_not_found: {
    status: 404,
    type: 'not_found_error',
    summary: 'There is nothing at this path.',
    remedy:
      'Paths begin with /v1/, such as /v1/chat/completions; docs/admin.md lists those of the admin port.',
  },
  router_unavailable: {
    status: 503,
    type: 'server_error',
    summary: 'Dragoman is not there to answer.',
    remedy: 'Try again in a moment; completions are answered by the default model meanwhile.',
  },
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',
    summary: 'The endpoint does not take this HTTP method.',
    remedy: 'Use POST for completions and feedback, and GET for /v1/models.',
  },
  registry_unreadable: {
    status: 0,
    type: 'configuration_error',
    summary: 'A registry file or folder cannot be read.',
    remedy: 'Check the path and its permissions.',
  },
  registry_syntax: {
    status: 0,
    type: 'configuration_error',
    summary: 'A registry document is not valid YAML.',
    remedy: 'Mend the line that the message names.',
  },
  registry_invalid: {
    status: 0,
    type: 'configuration_error',
    summary: 'A registry document does not fit its schema.',
    remedy: 'Mend the field that the message names; docs/reference.md lists every field.',
  },
  registry_reference: {
    status: 0,
    type: 'configuration_error',
    summary: 'A registry document names something that does not exist or exists twice.',
    remedy: 'Mend the name that the message quotes.',
  },
  registry_doubtful: {
    status: 0,
    type: 'configuration_error',
    summary: 'A registry document is valid but probably not what was meant; it is served all the same.',
    remedy: 'Read the warning; dragoman check prints every one.',
  },
  encoder_invalid: {
    status: 0,
    type: 'configuration_error',
    summary: 'The encoder folder is missing, damaged or of another shape.',
    remedy: 'Restore models/ from the repository, or pass --encoder none to serve without it.',
  },
  head_invalid: {
    status: 0,
    type: 'configuration_error',
    summary: 'A trained head is missing, damaged or was fitted on something else.',
    remedy: 'Restore models/builtin from the repository, or make it again with npm run train:builtin.',
  },
  bundle_invalid: {
    status: 0,
    type: 'configuration_error',
    summary: 'A bundle of trained heads is missing, damaged or was fitted on something else.',
    remedy: 'Train it again: dragoman train for a bundle, dragoman fit-outcomes for a file of outcome heads.',
  },
  bundle_unreachable: {
    status: 0,
    type: 'configuration_error',
    summary: 'A bundle cannot be fetched from where it is kept.',
    remedy: 'Check the URL, the login and the network; what was in service stays there.',
  },
  data_invalid: {
    status: 0,
    type: 'configuration_error',
    summary: 'A file of prompts, labels or thresholds cannot be used.',
    remedy: 'Mend the line that the message names.',
  },
  store_unavailable: {
    status: 503,
    type: 'server_error',
    summary: 'The store of records cannot be reached, read or written.',
    remedy: 'Check the URL, the permissions and the free space; requests are routed meanwhile.',
  },
  store_newer: {
    status: 0,
    type: 'configuration_error',
    summary: 'The store of records was written by a newer version.',
    remedy: 'Use that version, or another store.',
  },
  records_off: {
    status: 503,
    type: 'server_error',
    summary: 'No records are kept, so there is nowhere to put feedback, and nothing to report on.',
    remedy: 'Start dragoman serve with --records.',
  },
  decision_not_found: {
    status: 404,
    type: 'not_found_error',
    summary: "There is no such decision, or it is not the tenant's who asks.",
    remedy:
      'Send the x-dragoman-decision header of an answer of yours, within the time that records are kept.',
  },
  feedback_repeated: {
    status: 409,
    type: 'invalid_request_error',
    summary: 'There is feedback on this decision already.',
    remedy: 'Send feedback once a decision.',
  },
  host_forbidden: {
    status: 403,
    type: 'invalid_request_error',
    summary:
      'The admin port listens on loopback, and was asked by another name or by a page of another site.',
    remedy: 'Ask for it as localhost or 127.0.0.1, from a page of its own.',
  },
  token_unset: {
    status: 403,
    type: 'invalid_request_error',
    summary: 'The admin port can be reached from other machines, and no token is set for it.',
    remedy: 'Set DRAGOMAN_ADMIN_TOKEN, or let --admin listen on 127.0.0.1.',
  },
  token_invalid: {
    status: 401,
    type: 'invalid_request_error',
    summary: 'The admin port was asked without its token, or with another one.',
    remedy: 'Send the header "authorization: Bearer TOKEN" with the value of DRAGOMAN_ADMIN_TOKEN.',
  },
  media_type_unsupported: {
    status: 415,
    type: 'invalid_request_error',
    summary: 'The body of a request to the admin port is not sent as JSON.',
    remedy: 'Send the header "content-type: application/json".',
  },
  too_many_streams: {
    status: 503,
    type: 'server_error',
    summary: 'As many clients as may watch the admin port live do so already.',
    remedy: 'Close one of them, or ask for GET /decisions from time to time.',
  },
  console_busy: {
    status: 429,
    type: 'server_error',
    summary: 'The admin port works on as many questions of the console as it takes at a time.',
    remedy: 'Ask again in some seconds.',
  },
  evidence_failed: {
    status: 503,
    type: 'server_error',
    summary:
      'The process that works out reports for the console ended or took too long; requests are routed all the same.',
    remedy:
      'Ask again, for a shorter period; dragoman report, drift and lint work out the same without a limit.',
  },
  internal_error: {
    status: 500,
    type: 'server_error',
    summary: 'The admin port met an error that nobody foresaw.',
    remedy: "See Dragoman's log; requests are routed meanwhile.",
  },
  admin_unreachable: {
    status: 0,
    type: 'configuration_error',
    summary: 'The admin port of dragoman serve cannot be reached, or refuses.',
    remedy: 'Check --admin and DRAGOMAN_ADMIN_TOKEN, and that dragoman serve runs.',
  },
  address_unavailable: {
    status: 0,
    type: 'configuration_error',
    summary: 'The address to listen on is malformed, taken or forbidden.',
    remedy: 'Stop the other process, or choose another address.',
  },
  folder_unwritable: {
    status: 0,
    type: 'configuration_error',
    summary: 'A folder for generated files cannot be written.',
    remedy: 'Check the path and its permissions.',
  },
  kubernetes_unavailable: {
    status: 0,
    type: 'configuration_error',
    summary: 'The Kubernetes API server cannot be reached, refuses, or does not know the custom resources.',
    remedy: 'See docs/kubernetes.md: the message names what was asked for, and what is missing.',
  },
  usage: {
    status: 0,
    type: 'configuration_error',
    summary: 'The command line is wrong.',
    remedy: 'See dragoman --help.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing that is wrong, told to a person. */
export interface Problem {
  readonly code: ErrorCode;
  /** Quotes the value and the limit, and says what to do. */
  readonly message: string;
  /** The field at fault as a path, such as `messages[2].role`; absent when no field is. */
  readonly param?: string;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, message: string, param?: string): { ok: false; problem: Problem } {
  return { ok: false, problem: param === undefined ? { code, message } : { code, message, param } };
}

/** Thrown by set-up code only (start of a process, a bad flag, a damaged file); request code returns a {@link Result}. */
export class DragomanError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DragomanError';
    this.code = code;
  }
}

/** What an error says, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why a request had no answer, from `fetch` too: that keeps it in the cause of its error. */
export function fetchReasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return `nobody listens there (${code})`;
  // An error over several addresses says nothing itself.
  return reasonOf(cause) || code;
}
