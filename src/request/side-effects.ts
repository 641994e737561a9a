import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import type { RequestView } from './request-view.js';

/** Tools that the client runs itself; every other type is run by the provider. */
const CLIENT_TOOLS: readonly JsonValue[] = ['function', 'custom'];

/**
 * Tells whether answering a body does more than answering: it adds to a conversation that the provider keeps or goes on from
 * one, starts a background job, or lets the provider run tools. Such a request must not be sent twice.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 * @see https://docs.anthropic.com/en/api/messages
 */
export function readSideEffects(body: JsonObject): Pick<RequestView, 'hasSideEffects'> {
  const isGiven = (name: string): boolean => body[name] !== undefined && body[name] !== null;
  const isStateful = ['conversation', 'previous_response_id', 'mcp_servers', 'web_search_options'].some(
    isGiven,
  );
  const has = isStateful || body['background'] === true || runsTools(body['tools']);
  return has ? { hasSideEffects: true } : {};
}

function runsTools(tools: JsonValue | undefined): boolean {
  if (!isJsonArray(tools ?? null)) return false;
  return (tools as readonly JsonValue[]).some(
    (tool) => isJsonObject(tool) && tool['type'] !== undefined && !CLIENT_TOOLS.includes(tool['type']),
  );
}
