import type { Model } from '../../config/api/v1alpha1/model-pool.js';
import type { Path } from '../../config/problem.js';
import { readKey } from '../api-key.js';
import { readBaseUrl } from '../base-url.js';
import type { Cursor } from '../cursor.js';
import { durationText } from '../duration-text.js';
import { isAlias } from '../name-giver.js';
import type { ConvertOptions } from '../tool.js';
import { nameModel, type Provider, PROVIDERS } from './providers.js';
import { readModelInfo } from './model-info.js';

/** One entry of `model_list` that can be a server of ours. */
export interface Deployment {
  /** What clients call it, as the source has it. */
  readonly publicName: string;
  readonly from: Path;
  readonly url: string;
  /** All but name and servers. */
  readonly rest: Omit<Model, 'name' | 'url' | 'backends'>;
  /** Share of the requests among the deployments of one name, on any scale; `undefined`: not said. */
  readonly share: number | undefined;
}

/** Reads one entry of `model_list`; tells what of it cannot be carried. */
export function readDeployment(entry: Cursor, options: ConvertOptions): Deployment | undefined {
  const publicName = entry.at('model_name').text();
  const params = entry.at('litellm_params');
  const written = params.at('model').text();
  if (publicName === undefined || written === undefined) {
    entry.tell('lost', 'it has no model_name, or no litellm_params.model');
    return undefined;
  }
  if (!isAlias(publicName)) {
    entry.tell('lost', 'a name that clients may send has no blanks and at most 200 characters', 'rename it');
    return undefined;
  }
  if (publicName.includes('*') || written.includes('*')) {
    const advice = 'write an entry for each model that clients ask for, and convert again';
    entry.tell('lost', 'a pool names its models one by one, without wildcards', advice);
    return undefined;
  }
  const base = params.at('api_base').exists ? params.at('api_base') : params.at('base_url');
  const { provider, model } = nameModel(written, params.at('custom_llm_provider').text(), base.exists);
  const info = readModelInfo(entry);
  if (info.why !== undefined) {
    entry.tell('lost', info.why, 'let clients ask the provider, or the LiteLLM proxy, for it');
    return undefined;
  }
  const known =
    provider !== undefined && Object.hasOwn(PROVIDERS, provider) ? PROVIDERS[provider] : undefined;
  const server =
    known === undefined
      ? throughProxy(entry, publicName, provider, options)
      : directly({ base, params, publicName, model, provider: known }, options);
  if (server === undefined) {
    if (known !== undefined) entry.tell('lost', 'no address of its server is known', 'give it an api_base');
    return undefined;
  }
  const { url, ...own } = server;
  return {
    ...{ publicName, from: entry.path, url, share: readShare(entry) },
    rest: { ...own, ...info.model, ...readLimits(params) },
  };
}

interface Direct {
  readonly base: Cursor;
  readonly params: Cursor;
  readonly publicName: string;
  readonly model: string;
  readonly provider: Provider;
}

type Server = { readonly url: string } & Pick<Model, 'model' | 'apiKey' | 'healthCheck' | 'endpoints'>;

function directly(
  { base, params, publicName, model, provider }: Direct,
  options: ConvertOptions,
): Server | undefined {
  const given = base.exists ? readBaseUrl(base, options) : provider.url;
  if (given === undefined) return undefined;
  const url = provider.path === undefined ? given : `${new URL(given).origin}${provider.path}`;
  if (provider.path !== undefined && !given.endsWith(provider.path)) {
    base.tell(
      'changed',
      `the API is asked at ${provider.path}, which takes no api_version`,
      'see that it is served',
    );
  }
  if (
    base.exists &&
    provider.path === undefined &&
    provider.health === false &&
    new URL(url).pathname === '/'
  ) {
    base.tell('changed', 'a URL without a path means /v1', 'write the path if the server has another');
  }
  const written = readKey(params.at('api_key'), publicName);
  const isUsual = !params.at('api_key').exists && provider.keyEnv !== undefined;
  const key = isUsual ? { env: provider.keyEnv } : written;
  return {
    url,
    ...(model !== publicName && { model }),
    ...(provider.endpoint !== undefined && { endpoints: [provider.endpoint] }),
    ...(key !== undefined && {
      apiKey: { ...key, ...(provider.keyHeader !== undefined && { header: provider.keyHeader }) },
    }),
    ...healthOf(url, provider.health),
  };
}

/** Only `http` upstreams are checked unless told to, and by vLLM's path. */
function healthOf(url: string, health: Provider['health']): Pick<Model, 'healthCheck'> {
  if (!url.startsWith('http:') || health === undefined || health === '/health') return {};
  return { healthCheck: health === false ? { enabled: false } : { path: health } };
}

function throughProxy(
  entry: Cursor,
  publicName: string,
  provider: string | undefined,
  { through }: ConvertOptions,
): Server | undefined {
  const why =
    provider === undefined
      ? 'its provider is not known'
      : `${provider} does not speak the OpenAI API, and Dragoman translates none`;
  if (through === undefined) {
    const advice = 'convert with --through URL of a LiteLLM proxy, which serves it as one upstream';
    entry.tell('lost', why, advice);
    return undefined;
  }
  entry.at('litellm_params').take();
  entry.tell(
    'changed',
    why,
    'the LiteLLM proxy goes on serving it, with this entry, and LITELLM_API_KEY is its key',
  );
  const health = healthOf(through, '/health/liveliness');
  return { url: through, model: publicName, apiKey: { env: 'LITELLM_API_KEY' }, ...health };
}

function readLimits(params: Cursor): Pick<Model, 'timeout' | 'maxRequests'> {
  const seconds = params.at('timeout').number();
  const timeout = seconds === undefined ? undefined : durationText(seconds);
  if (seconds !== undefined && timeout === undefined) {
    params.at('timeout').tell('lost', 'a time-out is from 1 ms to 24 h');
  }
  const parallel = params.at('max_parallel_requests').whole(1);
  return {
    ...(timeout !== undefined && { timeout }),
    ...(parallel !== undefined && { maxRequests: parallel }),
  };
}

/** LiteLLM's order: a weight, else requests a minute, else tokens a minute. */
function readShare(entry: Cursor): number | undefined {
  const params = entry.at('litellm_params');
  const limits = [params.at('rpm'), entry.at('rpm'), params.at('tpm'), entry.at('tpm')];
  const shares = [params.at('weight'), ...limits].map((cursor) => cursor.number());
  for (const limit of limits.filter(({ exists }) => exists)) {
    limit.tell(
      'changed',
      'a share among servers of one model, not a limit',
      'bound requests in flight by maxRequests',
    );
  }
  return shares.find((share) => share !== undefined && share > 0);
}
