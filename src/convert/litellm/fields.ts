import type { FieldTable } from '../field.js';

const REQUEST = 'Dragoman changes nothing in a request but the model and the token limit' as const;
const RETRIES = 'Envoy tries one other model, once' as const;
const PROXY = 'a setting of the LiteLLM proxy itself' as const;

const dropped = (why: string, instead?: string) =>
  ({ fate: 'dropped', why, ...(instead !== undefined && { instead }) }) as const;
const carried = (to: string) => ({ fate: 'carried', to }) as const;

const FALLBACKS = carried('a Route for the model name, with `policy.fallback`: the first of the list');
const VIA_PROXY = 'keep it in a LiteLLM proxy behind Dragoman (--through)';

/** Every place of a LiteLLM proxy's `config.yaml` that is known (https://docs.litellm.ai/docs/proxy/config_settings). */
export const LITELLM_FIELDS: FieldTable = {
  'model_list[].model_name': carried('the model’s `name`; an alias and a Route where that cannot be'),
  'model_list[].litellm_params.model': carried('`model`, and by its prefix `url`'),
  'model_list[].litellm_params.custom_llm_provider': carried('as the prefix of `model`'),
  'model_list[].litellm_params.api_base': carried('`url`; several deployments alike: `backends`'),
  'model_list[].litellm_params.base_url': carried('as `api_base`'),
  'model_list[].litellm_params.api_key': carried('`apiKey.env`; a literal key is never copied'),
  'model_list[].litellm_params.weight': carried('`backends[].weight`'),
  'model_list[].litellm_params.rpm': carried('`backends[].weight`, where there are several; not as a limit'),
  'model_list[].litellm_params.tpm': carried('`backends[].weight`, where there are several; not as a limit'),
  'model_list[].litellm_params.timeout': carried('`timeout`'),
  'model_list[].litellm_params.max_parallel_requests': carried('`maxRequests`'),
  'model_list[].litellm_params.input_cost_per_token': carried('`price.input`, of a million tokens'),
  'model_list[].litellm_params.output_cost_per_token': carried('`price.output`, of a million tokens'),
  'model_list[].litellm_params.auto_router_config': carried('Routes: `utterances` become `examples`'),
  'model_list[].litellm_params.auto_router_default_model': carried('`spec.default` of the ModelPool'),
  'model_list[].litellm_params.complexity_router_config.tiers.*': carried(
    'Routes on the signals `complexity` and `task`',
  ),
  'model_list[].litellm_params.complexity_router_config.tiers.*[]': carried('as above: the first'),
  'model_list[].litellm_params.complexity_router_default_model': carried('`spec.default` of the ModelPool'),
  'model_list[].litellm_params.complexity_router_config.*': dropped(
    "Dragoman's own classifier tells how complex a prompt is",
  ),
  'model_list[].litellm_params.auto_router_config_path': dropped(
    'another file is not read',
    'put what that file holds under auto_router_config and convert again',
  ),
  'model_list[].litellm_params.auto_router_embedding_model': dropped('Dragoman has an encoder of its own'),
  'model_list[].litellm_params.adaptive_router_config': dropped(
    'what it has learnt stays in LiteLLM',
    'give a Route an objective over these models, and fit outcomes (docs/quality.md)',
  ),
  'model_list[].litellm_params.stream_timeout': dropped('timeout is for the whole answer, streams included'),
  'model_list[].litellm_params.max_retries': dropped(RETRIES, 'give its Route a policy.fallback'),
  'model_list[].litellm_params.num_retries': dropped(RETRIES, 'give its Route a policy.fallback'),
  'model_list[].litellm_params.max_tokens': dropped(
    'a model has no limit of its own on its answers',
    'give its Routes policy.maxTokens',
  ),
  'model_list[].litellm_params.temperature': dropped(REQUEST, 'send it with the request'),
  'model_list[].litellm_params.extra_headers': dropped(REQUEST, 'add headers in Envoy'),
  'model_list[].litellm_params.extra_body': dropped(REQUEST, 'send it with the request'),
  'model_list[].litellm_params.drop_params': dropped(REQUEST, VIA_PROXY),
  'model_list[].litellm_params.additional_drop_params': dropped(REQUEST, VIA_PROXY),
  'model_list[].litellm_params.api_version': dropped('the API that is asked takes no version'),
  'model_list[].litellm_params.organization': dropped(REQUEST, 'add the header openai-organization in Envoy'),
  'model_list[].litellm_params.tags': dropped(
    'Dragoman does not choose by tags',
    'write a Route that matches a header',
  ),
  'model_list[].litellm_params.cache_control_injection_points': dropped(REQUEST, VIA_PROXY),
  'model_list[].litellm_params.*': dropped('a parameter of LiteLLM alone', `if it is needed, ${VIA_PROXY}`),
  'model_list[].model_info.input_cost_per_token': carried('`price.input`, of a million tokens'),
  'model_list[].model_info.output_cost_per_token': carried('`price.output`, of a million tokens'),
  'model_list[].model_info.max_input_tokens': carried('`contextLength`'),
  'model_list[].model_info.mode': carried('`endpoints`; models of no text generation are left out'),
  'model_list[].model_info.supports_function_calling': carried('`capabilities`, where one is false'),
  'model_list[].model_info.supports_vision': carried('`capabilities`, where one is false'),
  'model_list[].model_info.supports_response_schema': carried('`capabilities`, where one is false'),
  'model_list[].model_info.max_tokens': dropped(
    'it may mean the answer or the whole context',
    'write contextLength, the longest prompt plus answer',
  ),
  'model_list[].model_info.max_output_tokens': dropped(
    'a model has no limit of its own on its answers',
    'give its Routes policy.maxTokens',
  ),
  'model_list[].model_info.access_groups': dropped(
    'who may use a model is not decided here',
    'decide it in Envoy',
  ),
  'model_list[].model_info.*': dropped('told of the model to LiteLLM alone'),
  'model_list[].rpm': carried('as `litellm_params.rpm`'),
  'model_list[].tpm': carried('as `litellm_params.tpm`'),
  'router_settings.model_group_alias.*': carried('an alias and a Route'),
  'router_settings.model_group_alias.*.model': carried('an alias and a Route'),
  'router_settings.model_group_alias.*.hidden': dropped('GET /v1/models lists every alias'),
  'router_settings.fallbacks[].*[]': FALLBACKS,
  'router_settings.default_fallbacks[]': FALLBACKS,
  'router_settings.timeout': carried('`timeout` of models without one'),
  'router_settings.context_window_fallbacks': dropped(
    'a prompt that is too long goes by itself to a model that can take it',
    'give the models contextLength',
  ),
  'router_settings.content_policy_fallbacks': dropped(
    'a refusal is an answer like any other, outside a cascade',
    'a cascade tries the next model after a refusal (docs/concepts/cascade.md)',
  ),
  'router_settings.routing_strategy': dropped(
    'servers of one model share requests by their weights',
    'for the cheapest or fastest model that is good enough, give a Route an objective',
  ),
  'router_settings.routing_strategy_args': dropped('servers of one model share requests by their weights'),
  'router_settings.num_retries': dropped(RETRIES, 'give Routes a policy.fallback'),
  'router_settings.max_retries': dropped(RETRIES, 'give Routes a policy.fallback'),
  'router_settings.retry_policy': dropped(RETRIES, 'give Routes a policy.fallback'),
  'router_settings.retry_after': dropped(RETRIES),
  'router_settings.max_fallbacks': dropped(RETRIES),
  'router_settings.allowed_fails': dropped(
    "Envoy's health checks take a server out",
    'set healthCheck of the model',
  ),
  'router_settings.allowed_fails_policy': dropped(
    "Envoy's health checks take a server out",
    'set healthCheck of the model',
  ),
  'router_settings.cooldown_time': dropped(
    "Envoy's health checks take a server out",
    'set healthCheck of the model',
  ),
  'router_settings.disable_cooldowns': dropped("Envoy's health checks take a server out"),
  'router_settings.enable_pre_call_checks': dropped('prompts are always held against contextLength'),
  'router_settings.redis_host': dropped(
    'decisions are cached per replica',
    'serve --shared-cache URL shares them',
  ),
  'router_settings.redis_port': dropped(
    'decisions are cached per replica',
    'serve --shared-cache URL shares them',
  ),
  'router_settings.redis_password': dropped('keys and passwords are never copied'),
  'router_settings.redis_url': dropped('keys and passwords are never copied', 'serve --shared-cache URL'),
  'router_settings.*': dropped("a setting of LiteLLM's router alone"),
  'litellm_settings.fallbacks[].*[]': FALLBACKS,
  'litellm_settings.default_fallbacks[]': FALLBACKS,
  'litellm_settings.request_timeout': carried('`timeout` of models without one'),
  'litellm_settings.context_window_fallbacks': dropped(
    'a prompt that is too long goes by itself to a model that can take it',
    'give the models contextLength',
  ),
  'litellm_settings.content_policy_fallbacks': dropped(
    'a refusal is an answer like any other, outside a cascade',
    'a cascade tries the next model after a refusal (docs/concepts/cascade.md)',
  ),
  'litellm_settings.num_retries': dropped(RETRIES, 'give Routes a policy.fallback'),
  'litellm_settings.allowed_fails': dropped(
    "Envoy's health checks take a server out",
    'set healthCheck of the model',
  ),
  'litellm_settings.drop_params': dropped(REQUEST, VIA_PROXY),
  'litellm_settings.modify_params': dropped(REQUEST, VIA_PROXY),
  'litellm_settings.cache': dropped('Dragoman caches decisions, not answers', VIA_PROXY),
  'litellm_settings.cache_params': dropped('Dragoman caches decisions, not answers', VIA_PROXY),
  'litellm_settings.callbacks': dropped(
    'Dragoman has traces, metrics and records of its own',
    'see docs/observe.md',
  ),
  'litellm_settings.success_callback': dropped(
    'Dragoman has traces, metrics and records of its own',
    'see docs/observe.md',
  ),
  'litellm_settings.failure_callback': dropped(
    'Dragoman has traces, metrics and records of its own',
    'see docs/observe.md',
  ),
  'litellm_settings.max_budget': dropped('Dragoman reports costs and bounds none', 'keep budgets in LiteLLM'),
  'litellm_settings.guardrails': dropped(
    'Dragoman blocks no request',
    'write Routes on the signals harm, jailbreak, pii',
  ),
  'litellm_settings.*': dropped(PROXY),
  'general_settings.completion_model': carried('`spec.default` of the ModelPool'),
  'general_settings.master_key': dropped(
    'Dragoman checks no keys of clients, and copies none',
    'let Envoy check them; the authorization header of clients reaches models without an apiKey',
  ),
  'general_settings.database_url': dropped(
    'keys and passwords are never copied',
    'serve --records URL keeps records',
  ),
  'general_settings.max_parallel_requests': dropped(
    'it is set for each model here',
    'set maxRequests of the models',
  ),
  'general_settings.global_max_parallel_requests': dropped(
    'it is set for each model here',
    'set maxRequests of the models',
  ),
  'general_settings.alerting': dropped('Dragoman has metrics to alert on', 'see docs/metrics.md'),
  'general_settings.pass_through_endpoints': dropped('Envoy passes paths on', 'add routes to Envoy'),
  'general_settings.*': dropped(PROXY),
  environment_variables: dropped('keys and passwords are never copied', "set them in Envoy's environment"),
  guardrails: dropped('Dragoman blocks no request', 'write Routes on the signals harm, jailbreak, pii'),
  mcp_servers: dropped('Dragoman serves no tools', VIA_PROXY),
  vector_store_registry: dropped('Dragoman adds nothing to prompts', VIA_PROXY),
  prompts: dropped('Dragoman adds nothing to prompts', VIA_PROXY),
  callback_settings: dropped('Dragoman has traces, metrics and records of its own', 'see docs/observe.md'),
  credential_list: dropped(
    'keys and passwords are never copied',
    'name an environment variable in apiKey of the models',
  ),
  files_settings: dropped('only text generation is routed', 'let clients ask the provider'),
  finetune_settings: dropped('only text generation is routed', 'let clients ask the provider'),
  search_tools: dropped('Dragoman serves no tools', VIA_PROXY),
  agent_list: dropped('Dragoman serves no agents', VIA_PROXY),
  include: dropped('other files are not read', 'convert one file that holds all'),
};
