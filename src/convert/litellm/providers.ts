/** How a provider of LiteLLM is reached as an OpenAI-compatible server. */
export interface Provider {
  /** Base URL where the configuration names none; absent where it must. */
  readonly url?: string;
  /** The environment variable that LiteLLM takes the key from where the configuration names none. */
  readonly keyEnv?: string;
  /** Path that is asked for health on `http`; `false`: none is known. Default: vLLM's. */
  readonly health?: string | false;
  /** The header of the key, where it is not `authorization`. */
  readonly keyHeader?: string;
  /** Path of the OpenAI-compatible API, where it does not stand in the configuration's `api_base`. */
  readonly path?: string;
  /** The only shape that it speaks. */
  readonly endpoint?: 'completions';
}

/**
 * The providers whose own servers speak the OpenAI API, by their prefix in LiteLLM (https://docs.litellm.ai/docs/providers).
 * All others need what LiteLLM translates, and can be reached through a LiteLLM proxy only.
 */
export const PROVIDERS: Readonly<Record<string, Provider>> = {
  openai: { url: 'https://api.openai.com/v1', keyEnv: 'OPENAI_API_KEY', health: false },
  'text-completion-openai': {
    ...{ url: 'https://api.openai.com/v1', keyEnv: 'OPENAI_API_KEY', health: false },
    endpoint: 'completions',
  },
  azure: { keyEnv: 'AZURE_API_KEY', keyHeader: 'api-key', path: '/openai/v1', health: false },
  hosted_vllm: {},
  vllm: {},
  litellm_proxy: { keyEnv: 'LITELLM_PROXY_API_KEY', health: '/health/liveliness' },
  openai_like: { health: false },
  custom_openai: { health: false },
  'text-completion-openai-like': { health: false, endpoint: 'completions' },
  ollama: { url: 'http://localhost:11434', health: '/' },
  ollama_chat: { url: 'http://localhost:11434', health: '/' },
  lm_studio: { health: false },
  llamafile: { health: '/health' },
  xinference: { health: false },
  openrouter: { url: 'https://openrouter.ai/api/v1', keyEnv: 'OPENROUTER_API_KEY' },
  groq: { url: 'https://api.groq.com/openai/v1', keyEnv: 'GROQ_API_KEY' },
  together_ai: { url: 'https://api.together.xyz/v1', keyEnv: 'TOGETHERAI_API_KEY' },
  mistral: { url: 'https://api.mistral.ai/v1', keyEnv: 'MISTRAL_API_KEY' },
  deepseek: { url: 'https://api.deepseek.com/v1', keyEnv: 'DEEPSEEK_API_KEY' },
  fireworks_ai: { url: 'https://api.fireworks.ai/inference/v1', keyEnv: 'FIREWORKS_AI_API_KEY' },
  xai: { url: 'https://api.x.ai/v1', keyEnv: 'XAI_API_KEY' },
  deepinfra: { url: 'https://api.deepinfra.com/v1/openai', keyEnv: 'DEEPINFRA_API_KEY' },
  nvidia_nim: { url: 'https://integrate.api.nvidia.com/v1', keyEnv: 'NVIDIA_NIM_API_KEY' },
  cerebras: { url: 'https://api.cerebras.ai/v1', keyEnv: 'CEREBRAS_API_KEY' },
  sambanova: { url: 'https://api.sambanova.ai/v1', keyEnv: 'SAMBANOVA_API_KEY' },
  gemini: { url: 'https://generativelanguage.googleapis.com/v1beta/openai', keyEnv: 'GEMINI_API_KEY' },
};

/** Model names without a prefix that LiteLLM knows the provider of. */
const BARE_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(gpt-|chatgpt-|o[1-9](-|$)|ft:gpt-|text-embedding-|dall-e|whisper|tts-|davinci|babbage)/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^(anthropic|amazon|meta|cohere|ai21)\.|^(us|eu|apac)\.[a-z]+\./, 'bedrock'],
  [/^gemini-/, 'vertex_ai'],
  [/^command/, 'cohere'],
];

export interface NamedModel {
  /** LiteLLM's prefix; `undefined` when it cannot be told. */
  readonly provider: string | undefined;
  /** The upstream's own name. */
  readonly model: string;
}

/**
 * Parts LiteLLM's `model` into provider and name.
 *
 * @param custom `custom_llm_provider`, which goes before a prefix
 * @param hasBase whether an `api_base` is given: a model of no known provider is then taken to be OpenAI-compatible
 */
export function nameModel(text: string, custom: string | undefined, hasBase: boolean): NamedModel {
  const [, prefix = '', rest = ''] = /^([a-z0-9_-]+)\/(.+)$/.exec(text) ?? [];
  if (custom !== undefined) return { provider: custom, model: prefix === custom ? rest : text };
  if (prefix !== '' && (Object.hasOwn(PROVIDERS, prefix) || TRANSLATED.has(prefix))) {
    return { provider: prefix, model: rest };
  }
  const bare = BARE_NAMES.find(([pattern]) => pattern.test(text))?.[1];
  return { provider: bare ?? (hasBase ? 'openai' : prefix || undefined), model: text };
}

/** Some of the providers with an API of their own; any other prefix is taken as one where nothing says otherwise. */
const TRANSLATED = new Set([
  ...[
    'anthropic',
    'bedrock',
    'bedrock_converse',
    'vertex_ai',
    'vertex_ai_beta',
    'sagemaker',
    'sagemaker_chat',
  ],
  ...['cohere', 'cohere_chat', 'replicate', 'huggingface', 'watsonx', 'databricks', 'azure_ai', 'azure_text'],
  ...[
    'ai21',
    'ai21_chat',
    'nlp_cloud',
    'petals',
    'predibase',
    'snowflake',
    'oci',
    'github',
    'github_copilot',
  ],
  ...[
    'perplexity',
    'cloudflare',
    'jina_ai',
    'voyage',
    'triton',
    'clarifai',
    'palm',
    'aleph_alpha',
    'maritalk',
  ],
  ...['anthropic_text', 'baseten', 'volcengine', 'dashscope', 'moonshot', 'meta_llama', 'auto_router'],
]);
