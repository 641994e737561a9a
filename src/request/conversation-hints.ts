import { isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import type { ConversationHints, RequestView } from './request-view.js';

/**
 * Reads the fields that tell which conversation a body belongs to. They are the upstream's to judge: what is not a name
 * is passed over.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 * @see https://docs.anthropic.com/en/api/messages
 */
export function readConversationHints(body: JsonObject): Pick<RequestView, 'conversation'> {
  const id = nameIn(body['conversation']) ?? nameIn(memberOf(body['conversation'], 'id'));
  const cacheKey = nameIn(body['prompt_cache_key']);
  const user =
    nameIn(body['safety_identifier']) ??
    nameIn(body['user']) ??
    nameIn(memberOf(body['metadata'], 'user_id'));
  const continues = nameIn(body['previous_response_id']) !== undefined;
  const conversation: ConversationHints = {
    ...(id === undefined ? {} : { id }),
    ...(cacheKey === undefined ? {} : { cacheKey }),
    ...(user === undefined ? {} : { user }),
    ...(continues ? { continues: true } : {}),
  };
  return Object.keys(conversation).length === 0 ? {} : { conversation };
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

function nameIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
