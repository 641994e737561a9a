import { quote } from './problem.js';

/** Where a model's server listens. */
export interface UpstreamUrl {
  readonly tls: boolean;
  /** An IPv6 address stands without its brackets. */
  readonly host: string;
  readonly port: number;
  /** The path that stands in for `/v1`, without a slash at its end. */
  readonly pathPrefix: string;
}

/** A host of that name is none. */
const ENDPOINT = /(?<=[^/])\/(chat\/completions|completions|responses|messages|models)$/;

/** What is wrong with a base URL, or `undefined`. Never repeats a URL that may hold a password. */
export function urlFault(text: string): string | undefined {
  if (/^[^/]*\/\/[^/?#]*@/.test(text)) return 'must not hold a user or password; put the key in apiKey';
  if (!/^https?:\/\//.test(text)) return `must begin with http:// or https://, got ${quote(text)}`;
  if (/[?#]/.test(text)) return `must have no query and no fragment, got ${quote(text)}`;
  if (!URL.canParse(text) || new URL(text).port === '0') return `must be a valid URL, got ${quote(text)}`;
  const endpoint = ENDPOINT.exec(trimSlashes(text))?.[0];
  return endpoint === undefined
    ? undefined
    : `must end before ${quote(endpoint)}, which Dragoman adds; got ${quote(text)}`;
}

/** Reads a base URL that {@link urlFault} finds nothing wrong with. A URL without a path means `/v1`. */
export function parseUpstreamUrl(text: string): UpstreamUrl {
  const url = new URL(text);
  const tls = url.protocol === 'https:';
  const path = trimSlashes(url.pathname);
  return {
    tls,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
    pathPrefix: path === '' ? '/v1' : path,
  };
}

function trimSlashes(text: string): string {
  return text.replace(/\/+$/, '');
}
