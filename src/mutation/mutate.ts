import { type Decision, routeName } from '../decision/decision.js';
import type { Endpoint, RequestView } from '../request/request-view.js';
import { dispatchOf } from './dispatch.js';
import type { Forward } from './mutation.js';
import { rewriteBody } from './rewrite-body.js';

/** The fields that limit an answer's tokens; the first is written when the client named none. */
const MAX_TOKENS_FIELDS: Readonly<Record<Endpoint, readonly [string, ...string[]]>> = {
  'chat-completions': ['max_tokens', 'max_completion_tokens'],
  completions: ['max_tokens'],
  responses: ['max_output_tokens'],
  messages: ['max_tokens'],
};

/**
 * Carries a decision out: names the cluster (and those to go on to), the time-outs and the model.
 *
 * @param id the decision's id
 * @param upstreamModel the chosen model's name at its own server
 */
export function mutate(
  id: string,
  decision: Decision,
  view: RequestView,
  body: Buffer,
  upstreamModel: string,
): Forward {
  const cap = capOf(decision, view);
  const { mode, clusters, headers, metadata, whole } = dispatchOf(decision, view, body);
  return {
    kind: 'forward',
    mode,
    clusters,
    headers,
    body: rewriteBody(body, { model: upstreamModel, whole, ...(cap && { maxTokens: cap }) }),
    metadata: {
      decision: id,
      route: routeName(decision),
      model: decision.model,
      reason: decision.reason,
      ...metadata,
    },
  };
}

function capOf(
  decision: Decision,
  view: RequestView,
): { names: readonly string[]; limit: number; write: string } | undefined {
  const limit = decision.maxTokens;
  if (limit === undefined || (view.maxTokens !== undefined && view.maxTokens <= limit)) return undefined;
  const names = MAX_TOKENS_FIELDS[view.endpoint];
  return { names, limit, write: view.maxTokensField ?? names[0] };
}
