import { ERRORS } from '../errors.js';
import { FEEDBACK_PATH, MOST_FEEDBACK_BYTES } from '../record/parse-feedback.js';
import { extension } from './extension.js';
import type { Branch } from './yaml.js';

/**
 * Envoy's own errors in the OpenAI error shape, so that client libraries can read them. Replies that already have the
 * shape are left alone: Dragoman's (`dragoman_*`) and those of {@link directError}.
 */
export function localReplyConfig(maxBodyBytes: number): Branch {
  const told = 'Envoy answered %RESPONSE_CODE% (%RESPONSE_CODE_DETAILS%). %LOCAL_REPLY_BODY%';
  const withoutServer = `No server of the cluster %UPSTREAM_CLUSTER% answers (%RESPONSE_CODE_DETAILS%). Start it; if it runs, see docs/runbook.md#503-no_healthy_upstream.`;
  const tooLarge = `The body is larger than ${maxBodyBytes} bytes, counted after decompression. ${ERRORS.body_too_large.remedy}`;
  const tooMuchFeedback = `The body is larger than ${maxBodyBytes} bytes; feedback may have ${MOST_FEEDBACK_BYTES}.`;
  return {
    mappers: [
      withoutRoutes(),
      mapper('EQ', 413, ERRORS.body_too_large.type, 'body_too_large', tooMuchFeedback, [OF_FEEDBACK]),
      mapper('EQ', 413, ERRORS.body_too_large.type, 'body_too_large', tooLarge),
      mapper('EQ', 503, 'server_error', '%RESPONSE_CODE_DETAILS%', withoutServer, [NO_CONNECTION]),
      mapper('GE', 500, 'server_error', '%RESPONSE_CODE_DETAILS%', told),
      mapper('GE', 400, 'invalid_request_error', '%RESPONSE_CODE_DETAILS%', told),
    ],
  };
}

/** Every path has a route, so a request without one met an Envoy that could not read its routes: not the client's fault. */
function withoutRoutes(): Branch {
  const message = 'Envoy has no routes: it refused rds.yaml when it started, see its log.';
  return {
    filter: { response_flag_filter: { flags: ['NR'] } },
    status_code: 503,
    body_format_override: {
      json_format: { error: { message, type: 'server_error', param: null, code: 'route_not_found' } },
    },
  };
}

function mapper(
  op: 'EQ' | 'GE',
  status: number,
  type: string,
  code: string,
  message: string,
  also: readonly Branch[] = [],
): Branch {
  return {
    filter: { and_filter: { filters: [statusFilter(op, status), UNSHAPED, ...also] } },
    body_format_override: {
      json_format: { error: { message, type, param: null, code } },
    },
  };
}

function statusFilter(op: 'EQ' | 'GE', status: number): Branch {
  return {
    status_code_filter: { comparison: { op, value: { default_value: status, runtime_key: 'none' } } },
  };
}

const UNSHAPED: Branch = {
  extension_filter: extension('cel', 'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter', {
    expression:
      "!response.code_details.startsWith('dragoman_') && response.code_details != 'direct_response'",
  }),
};

/** `UH`: Envoy knows no server that it could ask; `UF`: there was no connection to the one that it asked. */
const NO_CONNECTION: Branch = { response_flag_filter: { flags: ['UH', 'UF'] } };

/** Registries limit other bodies: this one's limit cannot be raised. */
const OF_FEEDBACK: Branch = {
  header_filter: { header: { name: ':path', string_match: { prefix: FEEDBACK_PATH } } },
};

/** A route's own answer: an OpenAI-shaped error of the closed table. @param remedy default: the table's */
export function directError(code: 'path_not_found' | 'router_unavailable', remedy?: string): Branch {
  const { status, type, summary, remedy: usual } = ERRORS[code];
  const error = { message: `${summary} ${remedy ?? usual}`, type, param: null, code };
  return {
    direct_response: { status, body: { inline_string: JSON.stringify({ error }) } },
    response_headers_to_add: [
      {
        header: { key: 'content-type', value: 'application/json' },
        append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
      },
    ],
  };
}
