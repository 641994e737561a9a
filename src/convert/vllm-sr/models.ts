import type { Model } from '../../config/api/v1alpha1/model-pool.js';
import { parseDuration } from '../../config/duration.js';
import { type Cursor, textsOf } from '../cursor.js';
import type { ModelDraft } from '../draft.js';
import { asName, type NameGiver } from '../name-giver.js';
import { tidyModel } from '../tidy-model.js';
import type { ConvertOptions } from '../tool.js';
import { readServers } from './servers.js';

/** The models of the pool, and what the source calls them. */
export interface SourceModels {
  readonly drafts: readonly ModelDraft[];
  /** Names of the pool by those of the source. */
  readonly names: ReadonlyMap<string, string>;
}

/** Reads the models of `providers`, or of `model_config` and `vllm_endpoints`. */
export function readModels(root: Cursor, names: NameGiver, options: ConvertOptions): SourceModels {
  const found = new Map<string, string>();
  const drafts = [...listModels(root)].flatMap(({ name, at, refs }): ModelDraft[] => {
    if (at.at('catalog').exists) {
      at.tell('lost', 'models of a catalogue have no address here', 'write the model by hand');
      return [];
    }
    const servers = readServers(refs, at, name, options);
    if (servers === undefined) {
      at.tell('lost', 'no address of its server is known', 'write the model by hand');
      return [];
    }
    const given = names.give(name);
    found.set(name, given);
    const card = root
      .at('routing', 'modelCards')
      .items()
      .find((item) => item.at('name').value === name);
    card?.at('name').take();
    const model: Model = { name: given, ...servers, ...readRest(at, card), model: upstreamName(at) ?? name };
    return [{ model: tidyModel(model), from: [at.path, ...(card === undefined ? [] : [card.path])] }];
  });
  return { drafts, names: found };
}

/** Whether clients may ask for the model by the name of the source. */
export function keepsName(name: string): boolean {
  return asName(name) === name && name !== 'auto';
}

interface Listed {
  readonly name: string;
  readonly at: Cursor;
  /** Its servers. */
  readonly refs: readonly Cursor[];
}

function* listModels(root: Cursor): Generator<Listed> {
  for (const at of root.at('providers', 'models').items()) {
    const name = at.at('name').text();
    if (name === undefined) continue;
    const refs = [...at.at('backend_refs').items(), ...at.at('endpoints').items()];
    yield { name, at, refs: refs.length > 0 ? refs : [at] };
  }
  const endpoints = root.at('vllm_endpoints').items();
  const named = new Set<string>();
  for (const [name, at] of root.at('model_config').entries()) {
    named.add(name);
    yield { name, at, refs: endpointsOf(name, at, endpoints) };
  }
  for (const endpoint of endpoints) {
    endpoint.at('name').take();
    for (const name of textsOf(endpoint.at('models')).filter((model) => !named.has(model))) {
      named.add(name);
      yield { name, at: root.at('model_config', name), refs: endpointsOf(name, endpoint, endpoints) };
    }
  }
}

/** The preferred endpoints, else those that list the model, else all that list none. */
function endpointsOf(name: string, at: Cursor, endpoints: readonly Cursor[]): readonly Cursor[] {
  const preferred = new Set(textsOf(at.at('preferred_endpoints')));
  const chosen = endpoints.filter((endpoint) => preferred.has(String(endpoint.at('name').value)));
  if (chosen.length > 0) return chosen;
  const listing = endpoints.filter((endpoint) => textsOf(endpoint.at('models')).includes(name));
  return listing.length > 0 ? listing : endpoints.filter((endpoint) => !endpoint.at('models').exists);
}

function upstreamName(at: Cursor): string | undefined {
  const ids = at
    .at('external_model_ids')
    .entries()
    .map(([, id]) => id);
  return at.at('provider_model_id').text() ?? ids[0]?.text();
}

type Rest = Pick<Model, 'price' | 'contextLength' | 'endpoints' | 'healthCheck' | 'timeout'>;

function readRest(at: Cursor, card: Cursor | undefined): Rest {
  const length = at.at('context_window_size').whole(1) ?? card?.at('context_window_size').whole(1);
  const price = readPrice(at.at('pricing'));
  const timeout = readDuration(at.at('control', 'timeout', 'request'));
  const path = at.at('reliability', 'health_check_path').text();
  const interval = readDuration(at.at('reliability', 'health_check_interval'));
  const check = {
    ...(path?.startsWith('/') === true && path !== '/health' && { path }),
    ...(interval !== undefined && interval !== '10s' && { interval }),
  };
  const isMessages = at.at('api_format').text() === 'anthropic';
  if (isMessages) {
    const advice = 'let clients use /v1/messages, or name an OpenAI-compatible server';
    at.at('api_format').tell('changed', 'nothing is translated: only /v1/messages reaches it', advice);
  }
  return {
    ...(price !== undefined && { price }),
    ...(length !== undefined && { contextLength: length }),
    ...(isMessages && { endpoints: ['messages'] }),
    ...(Object.keys(check).length > 0 && { healthCheck: check }),
    ...(timeout !== undefined && { timeout }),
  };
}

function readPrice(pricing: Cursor): Model['price'] {
  const currency = (pricing.at('currency').text() ?? 'USD').toUpperCase();
  if (currency !== 'USD') {
    pricing.tell('lost', `prices are US dollars, not "${currency}"`, 'write price in US dollars');
    return undefined;
  }
  const input = pricing.at('prompt_per_1m').number();
  const output = pricing.at('completion_per_1m').number();
  if (input === undefined && output === undefined) return undefined;
  return { input: Math.max(0, input ?? 0), output: Math.max(0, output ?? 0) };
}

function readDuration(cursor: Cursor): string | undefined {
  if (typeof cursor.value !== 'string' || (parseDuration(cursor.value) ?? 0) < 1) return undefined;
  return cursor.text();
}
