import type { Capability, EndpointName, Model } from '../../config/api/v1alpha1/model-pool.js';
import type { Cursor } from '../cursor.js';

/** What LiteLLM's `mode` means for the shapes that a model speaks; `undefined`: nothing. */
const MODES: Readonly<Record<string, EndpointName[] | undefined>> = {
  chat: undefined,
  completion: ['completions'],
  responses: ['responses'],
};

const FLAGS: readonly (readonly [string, Capability])[] = [
  ['supports_function_calling', 'tools'],
  ['supports_vision', 'vision'],
  ['supports_response_schema', 'json'],
];

export interface ModelInfo {
  readonly model: Pick<Model, 'price' | 'contextLength' | 'capabilities' | 'endpoints'>;
  /** Why the model is none for Dragoman. */
  readonly why?: string;
}

/** Reads `model_info`, and the prices that may also stand in `litellm_params`. */
export function readModelInfo(entry: Cursor): ModelInfo {
  const info = entry.at('model_info');
  const mode = info.at('mode').text() ?? 'chat';
  if (!Object.hasOwn(MODES, mode)) return { model: {}, why: `only text generation is routed, not "${mode}"` };
  const endpoints = MODES[mode];
  const length = info.at('max_input_tokens').whole(1);
  const price = readPrice(entry);
  const capabilities = readCapabilities(info);
  return {
    model: {
      ...(price !== undefined && { price }),
      ...(length !== undefined && { contextLength: length }),
      ...(capabilities !== undefined && { capabilities }),
      ...(endpoints !== undefined && { endpoints }),
    },
  };
}

function readPrice(entry: Cursor): Model['price'] {
  const read = (key: string): number | undefined => {
    const [first, second] = [entry.at('litellm_params', key).number(), entry.at('model_info', key).number()];
    const cost = first ?? second;
    // Costs of a token are binary fractions: a millionth of a cent is exact enough.
    return cost === undefined || cost < 0 ? undefined : Math.round(cost * 1e14) / 1e8;
  };
  const [input, output] = [read('input_cost_per_token'), read('output_cost_per_token')];
  if (input === undefined && output === undefined) return undefined;
  if (input === undefined || output === undefined) {
    const missing = input === undefined ? 'input' : 'output';
    entry.tell('todo', `no price of a token of ${missing} is given, and 0 is written`, 'write price');
  }
  return { input: input ?? 0, output: output ?? 0 };
}

/** Everything, unless something is said to be missing: once given, the list is exhaustive. */
function readCapabilities(info: Cursor): Capability[] | undefined {
  const said = FLAGS.map(([key, capability]) => ({ capability, has: info.at(key).flag() }));
  if (said.every(({ has }) => has !== false)) return undefined;
  return said.filter(({ has }) => has !== false).map(({ capability }) => capability);
}
