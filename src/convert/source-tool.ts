import { fail, ok, type Result } from '../errors.js';
import { convertLitellm } from './litellm/convert-litellm.js';
import { LITELLM_FIELDS } from './litellm/fields.js';
import type { FieldTable } from './field.js';
import type { Source } from './source.js';
import type { Converter } from './tool.js';
import { convertVllmSr } from './vllm-sr/convert-vllm-sr.js';
import { VLLM_SR_FIELDS } from './vllm-sr/fields.js';

interface Tool {
  /** For people. */
  readonly title: string;
  /** Keys at the top that only its files have; the first is named in messages. */
  readonly keys: readonly string[];
  readonly fields: FieldTable;
  readonly convert: Converter;
}

/** The routers whose configuration is understood. */
export const TOOLS = {
  litellm: {
    title: 'LiteLLM',
    keys: ['model_list', 'router_settings', 'litellm_settings', 'general_settings', 'environment_variables'],
    fields: LITELLM_FIELDS,
    convert: convertLitellm,
  },
  'vllm-sr': {
    title: 'vLLM Semantic Router',
    keys: [
      ...['decisions', 'categories', 'vllm_endpoints', 'model_config', 'providers', 'routing', 'recipes'],
      ...['entrypoints', 'signals', 'keyword_rules', 'embedding_rules', 'bert_model', 'semantic_cache'],
      ...['prompt_guard', 'classifier', 'default_model', 'reasoning_families', 'listeners', 'global'],
    ],
    fields: VLLM_SR_FIELDS,
    convert: convertVllmSr,
  },
} as const satisfies Readonly<Record<string, Tool>>;

export type ToolName = keyof typeof TOOLS;

export const TOOL_NAMES = Object.keys(TOOLS) as readonly ToolName[];

/** Whose configuration it is: as it was said, else by the keys at its top. */
export function toolOf({ file, value }: Source, said: ToolName | undefined): Result<ToolName> {
  const keys = Object.keys(value);
  const hits = (name: ToolName): number => {
    const own: readonly string[] = TOOLS[name].keys;
    return keys.filter((key) => own.includes(key)).length;
  };
  const ranked = [...TOOL_NAMES].sort((a, b) => hits(b) - hits(a));
  const [first, second] = ranked;
  if (said !== undefined) {
    if (hits(said) > 0) return ok(said);
    const other =
      first === undefined || hits(first) === 0 ? '' : `; it looks like one of ${TOOLS[first].title}`;
    const [wanted] = TOOLS[said].keys;
    return fail('data_invalid', `${file} has no key of ${TOOLS[said].title}, such as "${wanted}"${other}`);
  }
  if (first !== undefined && hits(first) > hits(second ?? first)) return ok(first);
  return fail('data_invalid', `${file} ${whatItIs(value)}`);
}

function whatItIs(value: Source['value']): string {
  const { kind, apiVersion } = value;
  if (typeof apiVersion === 'string' && apiVersion.startsWith('dragoman.dev/'))
    return 'is a registry of Dragoman already';
  if (typeof apiVersion === 'string' && typeof kind === 'string') {
    return 'is a Kubernetes manifest; give the config.yaml that it holds';
  }
  const titles = TOOL_NAMES.map(
    (name) => `${TOOLS[name].title} has ${TOOLS[name].keys.slice(0, 3).join(', ')}`,
  );
  return `cannot be told by its keys: ${titles.join('; ')}; say which it is by --from ${TOOL_NAMES.join('|')}`;
}
