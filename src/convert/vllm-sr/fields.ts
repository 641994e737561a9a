import type { Field, FieldTable } from '../field.js';

const dropped = (why: string, instead?: string) =>
  ({ fate: 'dropped', why, ...(instead !== undefined && { instead }) }) as const;
const carried = (to: string) => ({ fate: 'carried', to }) as const;

const OWN_CLASSIFIER = dropped("Dragoman's own classifiers and encoder come with it");
const REASONING = dropped(
  'Dragoman changes nothing in a request but the model and the token limit',
  'let clients ask for reasoning, or add a model whose server always reasons',
);
const PLUGIN = dropped('Dragoman routes, and changes neither prompts nor answers');
const LORA = dropped(
  'an adapter is a model here',
  'add a model with model: NAME_OF_THE_ADAPTER and the same url',
);
const DESCRIBED = { fate: 'idle' } as const;
const ANSWER_CACHE = dropped('Dragoman caches decisions, not answers', 'its decision cache is on already');
const LISTENER = dropped('Envoy listens', 'see dragoman envoy --help');
const CHOICE = dropped(
  'a Route has one target',
  'for a choice by predicted quality and cost give it an objective (docs/quality.md)',
);

const UNMEASURED = dropped(
  'no signal of Dragoman measures it',
  'match on headers, or give the Route examples',
);
const SIGNAL_SETTING = dropped('nothing of it but what it looks for is needed');

/** Keys that tell people of a model, and decide nothing. */
const DESCRIPTIONS = [
  ...['display_name', 'publisher', 'presentation', 'distribution', 'family', 'revision', 'released_at'],
  ...['knowledge_cutoff', 'lifecycle', 'param_size', 'max_output_tokens', 'description', 'capabilities'],
  ...['modalities', 'modality', 'tags', 'quality_score'],
] as const;

const describedAt = (place: string): FieldTable =>
  Object.fromEntries(DESCRIPTIONS.map((key) => [`${place}.${key}`, DESCRIBED]));

/** A decision, wherever it stands. */
const decisionAt = (place: string): FieldTable => ({
  [`${place}.name`]: carried('`metadata.name` of a Route'),
  [`${place}.description`]: carried('`description`'),
  [`${place}.priority`]: carried('`priority`'),
  [`${place}.rules`]: carried('`match`, and `examples` of embedding rules'),
  [`${place}.modelRefs[].model`]: carried(
    '`target`: the first; of `algorithm: confidence` or `automix` the tiers of a `cascade`',
  ),
  [`${place}.modelRefs[].use_reasoning`]: REASONING,
  [`${place}.modelRefs[].reasoning_effort`]: REASONING,
  [`${place}.modelRefs[].reasoning_mode`]: REASONING,
  [`${place}.modelRefs[].reasoning_description`]: DESCRIBED,
  [`${place}.modelRefs[].lora_name`]: LORA,
  [`${place}.modelRefs[].weight`]: CHOICE,
  [`${place}.algorithm.type`]: carried('a `cascade` of `confidence` or `automix`; of others nothing'),
  [`${place}.algorithm.*`]: dropped(
    'it is the settings of an algorithm that Dragoman does not have',
    'see docs/concepts/cascade.md',
  ),
  [`${place}.plugins[]`]: PLUGIN,
  [`${place}.adaptations`]: dropped('routes are learnt again by dragoman train'),
  [`${place}.tier`]: DESCRIBED,
  [`${place}.annotations`]: DESCRIBED,
  [`${place}.output_contract`]: PLUGIN,
  [`${place}.output_contract_spec`]: PLUGIN,
  [`${place}.candidateIterations`]: CHOICE,
  [`${place}.emits`]: dropped('a conversation keeps its model by the stickiness of the RouterPolicy'),
});

/** Signals, by the section that holds them. */
const signalsAt = (section: (kind: string) => string): FieldTable =>
  Object.fromEntries(
    SIGNAL_SECTIONS.flatMap((kind): (readonly [string, Field])[] => {
      const to = CARRIED_SIGNALS[kind];
      const place = `${section(kind)}[]`;
      if (to === undefined) return [[place, UNMEASURED]];
      return [
        [place, carried(to)],
        [`${place}.name`, carried('how decisions call it')],
        [`${place}.description`, DESCRIBED],
        [`${place}.*`, SIGNAL_SETTING],
      ];
    }),
  );

const CARRIED_SIGNALS: Readonly<Partial<Record<string, string>>> = {
  keywords: '`match[].keywords` of the Routes that use it',
  embeddings: '`examples` of the Routes that use it',
  domains: '`match[].when` on the signal `domain`',
  language: '`match[].when` on the signal `language`',
  context: '`match[].when` on the signal `tokens`',
  complexity: '`match[].when` on the signal `complexity`',
  jailbreak: '`match[].when` on the signal `jailbreak`',
  pii: '`match[].when` on the signal `pii`',
  safety: '`match[].when` on the signal `harm`',
  user_feedbacks: '`match[].when` on the signal `reask`',
  reasks: '`match[].when` on the signal `reask`',
  structure: '`match[].regex`, of a pattern that has to be there',
};

/** Sections of signals in the layouts with `signals`. */
const SIGNAL_SECTIONS = [
  ...[
    'keywords',
    'embeddings',
    'domains',
    'language',
    'languages',
    'context',
    'complexity',
    'jailbreak',
    'pii',
  ],
  ...[
    'safety',
    'user_feedbacks',
    'reasks',
    'structure',
    'fact_check',
    'preferences',
    'modality',
    'role_bindings',
  ],
  ...[
    'hallucination',
    'kb',
    'conversation',
    'events',
    'metadata',
    'input_modality',
    'classifiers',
    'latency',
  ],
] as const;

/** The section of the layouts without `signals`, such as `keyword_rules`. */
export function flatSectionOf(section: string): string {
  if (section === 'domains') return 'categories';
  if (section === 'role_bindings') return section;
  return `${section.replace(/s$/, '')}_rules`;
}

/** The layouts up to v0.2: everything at the top. */
const FLAT: FieldTable = {
  'vllm_endpoints[].name': carried('nothing of its own: endpoints are named by models'),
  'vllm_endpoints[].address': carried('`url` or `backends` of the models'),
  'vllm_endpoints[].port': carried('`url` or `backends` of the models'),
  'vllm_endpoints[].protocol': carried('`url` or `backends` of the models'),
  'vllm_endpoints[].path': carried('`url` or `backends` of the models'),
  'vllm_endpoints[].weight': carried('`backends[].weight`'),
  'vllm_endpoints[].models[]': carried('the models that the endpoint serves'),
  'vllm_endpoints[].api_key': carried('`apiKey.env`; a literal key is never copied'),
  'vllm_endpoints[].health_check_path': carried('`healthCheck.path`'),
  'vllm_endpoints[].*': dropped('nothing of a server but its address, weight and key is needed'),
  'model_config.*.preferred_endpoints[]': carried('`url` or `backends`'),
  'model_config.*.pricing.prompt_per_1m': carried('`price.input`'),
  'model_config.*.pricing.completion_per_1m': carried('`price.output`'),
  'model_config.*.pricing.currency': carried('prices are US dollars'),
  'model_config.*.pricing.*': dropped('a price has input and output only'),
  'model_config.*.external_model_ids.*': carried('`model`: the first'),
  'model_config.*.context_window_size': carried('`contextLength`'),
  'model_config.*.access_key': carried('`apiKey.env`; a literal key is never copied'),
  'model_config.*.reasoning_family': REASONING,
  'model_config.*.pii_policy': dropped(
    'a model is not closed to personal data as such',
    'give a Route on the signal pii a policy.safetyClass, and the class to the models that may serve it',
  ),
  'model_config.*.loras': LORA,
  default_model: carried('`spec.default` of the ModelPool'),
  auto_model_name: carried('`spec.aliases` of the ModelPool'),
  'categories[].name': carried(
    '`metadata.name` of a Route, where it has model_scores; a domain of decisions',
  ),
  'categories[].description': DESCRIBED,
  'categories[].mmlu_categories[]': carried('labels of the signal `domain`'),
  'categories[].model_scores[].model': carried('`target`: the one with the highest score'),
  'categories[].model_scores[].score': carried('the order of the models'),
  'categories[].model_scores[].use_reasoning': REASONING,
  'categories[].model_scores[].reasoning_effort': REASONING,
  'categories[].model_scores[].reasoning_description': DESCRIBED,
  'categories[].model_scores[].lora_name': LORA,
  'categories[].use_reasoning': REASONING,
  'categories[].reasoning_effort': REASONING,
  'categories[].reasoning_description': DESCRIBED,
  'categories[].system_prompt': PLUGIN,
  'categories[].semantic_cache_enabled': ANSWER_CACHE,
  'categories[].semantic_cache_similarity_threshold': ANSWER_CACHE,
  'categories[].*': PLUGIN,
  fact_check_rules: dropped('no signal of Dragoman measures it', 'give the Route examples'),
  preference_rules: dropped('no signal of Dragoman measures it', 'give the Route examples'),
  modality_rules: dropped('no signal of Dragoman measures it', 'only text generation is routed'),
  role_bindings: dropped('no signal of Dragoman measures it', 'match on a header, or on tenants'),
  strategy: dropped('rules go by priority, and what is learnt from examples by probability'),
  bert_model: OWN_CLASSIFIER,
  embedding_models: OWN_CLASSIFIER,
  classifier: OWN_CLASSIFIER,
  feedback_detector: OWN_CLASSIFIER,
  semantic_cache: ANSWER_CACHE,
  tools: dropped('Dragoman chooses no tools'),
  prompt_guard: dropped('Dragoman blocks no request', 'write a Route on the signals jailbreak and injection'),
  hallucination_mitigation: PLUGIN,
  provider_profiles: dropped('only endpoints with an address are carried', 'write the models by hand'),
  reasoning_families: REASONING,
  default_reasoning_effort: REASONING,
  model_reasoning_configs: REASONING,
  api: dropped('it is an API that Dragoman does not have'),
  response_api: dropped(
    'the responses endpoint is passed on',
    'servers that lack it: say so by endpoints of the model',
  ),
  router_replay: dropped('Dragoman keeps records of its own', 'serve --records URL (docs/records.md)'),
  observability: dropped('Dragoman has traces, metrics and records of its own', 'see docs/observe.md'),
  memory: PLUGIN,
  vector_store: PLUGIN,
  looper: CHOICE,
  model_selection: CHOICE,
  intelligent_routing: CHOICE,
  batch_classification: dropped(
    'it is an API that Dragoman does not have',
    'dragoman predict judges prompts of a file',
  ),
  entropy_threshold: REASONING,
  high_entropy_threshold: REASONING,
  config_source: dropped('a registry is files or custom resources', 'see docs/kubernetes.md'),
  mcp_classifier: OWN_CLASSIFIER,
  ...decisionAt('decisions[]'),
};

/** A server of a model, wherever it stands. */
const serverAt = (place: string): FieldTable => ({
  [`${place}.endpoint`]: carried('`url` or `backends`'),
  [`${place}.base_url`]: carried('`url` or `backends`'),
  [`${place}.address`]: carried('`url` or `backends`'),
  [`${place}.port`]: carried('`url` or `backends`'),
  [`${place}.protocol`]: carried('`url` or `backends`'),
  [`${place}.weight`]: carried('`backends[].weight`'),
  [`${place}.api_key_env`]: carried('`apiKey.env`'),
  [`${place}.api_key`]: carried('`apiKey.env`; a literal key is never copied'),
  [`${place}.auth_header`]: carried('`apiKey.header`'),
  [`${place}.auth_prefix`]: carried('`apiKey.prefix`'),
  [`${place}.name`]: DESCRIBED,
  [`${place}.provider`]: DESCRIBED,
  [`${place}.*`]: dropped('nothing of a server but its address, weight and key is needed'),
});

/** The layouts with `providers`. */
const PROVIDERS: FieldTable = {
  version: DESCRIBED,
  listeners: LISTENER,
  'providers.default_model': carried('`spec.default` of the ModelPool'),
  'providers.defaults.default_model': carried('`spec.default` of the ModelPool'),
  'providers.defaults.model': carried('`spec.default` of the ModelPool'),
  'providers.defaults.*': REASONING,
  'providers.reasoning_families': REASONING,
  'providers.default_reasoning_effort': REASONING,
  'providers.models[].name': carried('`name`; an alias and a Route where that cannot be'),
  'providers.models[].provider_model_id': carried('`model`'),
  'providers.models[].external_model_ids.*': carried('`model`, without provider_model_id'),
  'providers.models[].api_format': carried('`endpoints`: `anthropic` is `[messages]`'),
  'providers.models[].pricing.prompt_per_1m': carried('`price.input`'),
  'providers.models[].pricing.completion_per_1m': carried('`price.output`'),
  'providers.models[].pricing.currency': carried('prices are US dollars'),
  'providers.models[].pricing.*': dropped('a price has input and output only'),
  'providers.models[].context_window_size': carried('`contextLength`'),
  'providers.models[].access_key': carried('`apiKey.env`; a literal key is never copied'),
  'providers.models[].control.timeout.request': carried('`timeout`'),
  'providers.models[].control.timeout.*': dropped('timeout is for the whole answer, streams included'),
  'providers.models[].control.*': dropped('nothing of it but the time-out of a request is needed'),
  'providers.models[].reliability.health_check_path': carried('`healthCheck.path`'),
  'providers.models[].reliability.health_check_interval': carried('`healthCheck.interval`'),
  'providers.models[].reliability.*': dropped("Envoy's own defaults hold", 'give Routes a policy.fallback'),
  'providers.models[].reasoning_family': REASONING,
  'providers.models[].reasoning': REASONING,
  'providers.models[].catalog': dropped(
    'models of a catalogue have no address here',
    'write the model by hand',
  ),
  'routing.modelCards[].name': carried('the model that the card is of'),
  'routing.modelCards[].context_window_size': carried('`contextLength`'),
  'routing.modelCards[].loras': LORA,
  'routing.strategy': dropped('rules go by priority, and what is learnt from examples by probability'),
  'routing.projections': dropped(
    'Dragoman mixes no scores of signals',
    'write Routes on single signals, or an objective',
  ),
  'routing.*': OWN_CLASSIFIER,
  'entrypoints[].model_names[]': carried('`spec.aliases` of the ModelPool'),
  'entrypoints[].recipe': carried('which recipe is carried'),
  'entrypoints[].assignments.*.models[].model': carried('`target` of the Route'),
  'entrypoints[].assignments.*.models[].weight': CHOICE,
  'entrypoints[].assignments.*.models[].*': REASONING,
  'entrypoints[].name': DESCRIBED,
  'entrypoints[].description': DESCRIBED,
  'recipes[].name': carried('which recipe is carried'),
  'recipes[].description': DESCRIBED,
  'recipes[].routing.strategy': dropped(
    'rules go by priority, and what is learnt from examples by probability',
  ),
  'recipes[].routing.projections': dropped(
    'Dragoman mixes no scores of signals',
    'write Routes on single signals',
  ),
  'recipes[].routing.*': OWN_CLASSIFIER,
  evaluation: dropped(
    'its scores are of benchmarks',
    'give models quality, or fit outcomes (docs/quality.md)',
  ),
  'global.stores': ANSWER_CACHE,
  'global.*': dropped('a setting of the other router itself'),
};
/** Every place of a vLLM Semantic Router's `config.yaml` that is known, of all its layouts. */
export const VLLM_SR_FIELDS: FieldTable = {
  ...signalsAt(flatSectionOf),
  ...FLAT,
  ...signalsAt((kind) => `signals.${kind}`),
  ...PROVIDERS,
  ...describedAt('model_config.*'),
  ...describedAt('providers.models[]'),
  ...describedAt('routing.modelCards[]'),
  ...serverAt('providers.models[].backend_refs[]'),
  ...serverAt('providers.models[].endpoints[]'),
  ...signalsAt((kind) => `routing.signals.${kind}`),
  ...decisionAt('routing.decisions[]'),
  ...signalsAt((kind) => `recipes[].routing.signals.${kind}`),
  ...decisionAt('recipes[].routing.decisions[]'),
};
