import { METADATA } from '../mutation/wire-names.js';
import { extension } from './extension.js';
import { FILTERS } from './route-names.js';
import type { Branch } from './yaml.js';

type UsageKey = 'input' | 'output' | 'cached' | 'model';

/** Where the usage stands in a JSON answer: OpenAI chat and completions; OpenAI responses and Anthropic messages. */
const IN_JSON: readonly (readonly [path: string, key: UsageKey])[] = [
  ['usage.prompt_tokens', 'input'],
  ['usage.completion_tokens', 'output'],
  ['usage.input_tokens', 'input'],
  ['usage.output_tokens', 'output'],
  ['usage.prompt_tokens_details.cached_tokens', 'cached'],
  ['usage.input_tokens_details.cached_tokens', 'cached'],
  ['usage.cache_read_input_tokens', 'cached'],
  ['model', 'model'],
];

/** In events also `response.completed` of OpenAI responses and `message_start` of Anthropic messages. */
const IN_EVENTS: typeof IN_JSON = [
  ...IN_JSON,
  ['response.usage.input_tokens', 'input'],
  ['response.usage.output_tokens', 'output'],
  ['response.usage.input_tokens_details.cached_tokens', 'cached'],
  ['response.model', 'model'],
  ['message.usage.input_tokens', 'input'],
  ['message.usage.cache_read_input_tokens', 'cached'],
  ['message.model', 'model'],
];

/** Reads token counts from event streams, event by event, without holding the stream. */
export function sseUsageFilter(): Branch {
  return extension(FILTERS.sseUsage, 'envoy.extensions.filters.http.sse_to_metadata.v3.SseToMetadata', {
    response_rules: {
      '#max_event_size':
        'Larger events are skipped; response.completed repeats the whole answer. Default: 8 KiB.',
      max_event_size: 4_194_304,
      content_parser: extension(
        'envoy.content_parsers.json',
        'envoy.extensions.content_parsers.json.v3.JsonContentParser',
        { rules: IN_EVENTS.map(([path, key]) => ({ rule: rule(path, key) })) },
      ),
    },
  });
}

/** Reads token counts from JSON answers; such an answer is held until it is whole. */
export function jsonUsageFilter(): Branch {
  return extension(FILTERS.jsonUsage, 'envoy.extensions.filters.http.json_to_metadata.v3.JsonToMetadata', {
    response_rules: {
      rules: IN_JSON.map(([path, key]) => rule(path, key)),
      '#allow_content_types_regex':
        'Some servers add "; charset=utf-8", which the default, an exact match, would miss.',
      allow_content_types_regex: { regex: 'application/json *(;.*)?' },
    },
  });
}

function rule(path: string, key: UsageKey): Branch {
  return {
    selectors: path.split('.').map((name) => ({ key: name })),
    on_present: { metadata_namespace: METADATA.usage, key, type: key === 'model' ? 'STRING' : 'NUMBER' },
  };
}
