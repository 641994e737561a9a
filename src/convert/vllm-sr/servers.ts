import type { ApiKey, Model } from '../../config/api/v1alpha1/model-pool.js';
import { parseUpstreamUrl } from '../../config/upstream-url.js';
import { readKey, variableOf } from '../api-key.js';
import { readBaseUrl } from '../base-url.js';
import type { Cursor } from '../cursor.js';
import { MAX_BACKENDS, shareServers, type Shared } from '../share-servers.js';
import type { ConvertOptions } from '../tool.js';

export type Servers = Pick<Model, 'url' | 'backends' | 'apiKey'>;

interface Server extends Shared {
  readonly at: Cursor;
  readonly apiKey: ApiKey | undefined;
}

/** The servers of a model; those that differ from the first in scheme, path or key are told. */
export function readServers(
  refs: readonly Cursor[],
  model: Cursor,
  name: string,
  options: ConvertOptions,
): Servers | undefined {
  const own = readKey(model.at('access_key'), name);
  const servers = refs.flatMap((at): Server[] => {
    const url = readAddress(at, options);
    if (url === undefined) return [];
    return [{ at, url, share: at.at('weight').number(), apiKey: readServerKey(at, name) ?? own }];
  });
  const [first] = servers;
  if (first === undefined) return undefined;
  const alike = servers.filter((server) => isAlike(server, first)).slice(0, MAX_BACKENDS);
  for (const { at } of servers.filter((server) => !alike.includes(server))) {
    at.tell('lost', 'servers of one model share scheme, path and key', 'write it as a model of its own');
  }
  return { ...shareServers(alike), ...(first.apiKey !== undefined && { apiKey: first.apiKey }) };
}

function isAlike(server: Server, first: Server): boolean {
  const [a, b] = [parseUpstreamUrl(server.url), parseUpstreamUrl(first.url)];
  const sameKey = JSON.stringify(server.apiKey) === JSON.stringify(first.apiKey);
  return a.tls === b.tls && a.pathPrefix === b.pathPrefix && sameKey;
}

/** `base_url`, `endpoint` with or without a scheme, or `address` and `port`. */
function readAddress(at: Cursor, options: ConvertOptions): string | undefined {
  if (at.at('base_url').exists) return readBaseUrl(at.at('base_url'), options);
  const protocol = at.at('protocol').text() ?? 'http';
  const place = at.at('endpoint').exists ? at.at('endpoint') : at.at('address');
  const text = place.text();
  if (text === undefined) return undefined;
  if (/^https?:\/\//.test(text) || variableOf(text) !== undefined) return readBaseUrl(place, options);
  const host = /^[0-9a-f:]+:[0-9a-f:]+$/i.test(text) && text.split(':').length > 2 ? `[${text}]` : text;
  const port = at.at('port').text();
  const path = at.at('path').text() ?? '';
  return readBaseUrl(
    place.as(`${protocol}://${host}${port === undefined ? '' : `:${port}`}${path}`),
    options,
  );
}

function readServerKey(at: Cursor, name: string): ApiKey | undefined {
  const variable = at.at('api_key_env').text();
  const key =
    variable !== undefined && /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)
      ? { env: variable }
      : readKey(at.at('api_key'), name);
  if (key === undefined) return undefined;
  const header = at.at('auth_header').text()?.toLowerCase();
  const prefix = at.at('auth_prefix').text()?.trim();
  const isUsual = header === undefined || header === 'authorization';
  if (isUsual && (prefix === undefined || prefix === 'Bearer')) return key;
  return {
    ...key,
    ...(!isUsual && { header }),
    ...(prefix !== undefined && { prefix: `${prefix} ` }),
  };
}
