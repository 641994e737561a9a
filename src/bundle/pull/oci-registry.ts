import { createHash } from 'node:crypto';
import type { BundleSource } from './bundle-source.js';
import { isLoopback } from './bundle-source.js';
import { httpGet, type GetOptions, type HttpReply, unreachable } from './http-get.js';
import { basicAuthorization, type Login } from './registry-login.js';

type OciSource = Extract<BundleSource, { readonly kind: 'oci' }>;

type Limits = Pick<GetOptions, 'maxBytes' | 'signal'>;

/** Of an artifact that `oras push` made, or of an image. An index of several is no place for a bundle. */
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const MOST_MANIFEST_BYTES = 4 * 1024 * 1024;
const MOST_TOKEN_BYTES = 1024 * 1024;

/**
 * Gets a file out of an artifact in a registry: the layer that has this SHA-256.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
 *
 * @throws DragomanError `bundle_unreachable`
 */
export async function getLayer(
  source: OciSource,
  sha256: string,
  login: Login | undefined,
  limits: Limits,
): Promise<Buffer> {
  const { registry, repository, reference, shown } = source;
  const at = (kind: string, name: string): URL => new URL(`/v2/${repository}/${kind}/${name}`, registry);
  const ask = createAsker(source, login, limits);
  const manifest = await ask(at('manifests', reference), {
    accept: MANIFESTS,
    maxBytes: MOST_MANIFEST_BYTES,
  });
  checkDigest(manifest.body, reference, shown);
  const layers = layersOf(manifest.body, shown);
  const wanted = `sha256:${sha256}`;
  if (!layers.includes(wanted)) {
    const held = layers.length === 0 ? 'has no layers' : `holds ${layers.join(', ')}`;
    throw unreachable(`${shown} ${held}, and no file with the SHA-256 ${sha256}`);
  }
  return (await ask(at('blobs', wanted), {})).body;
}

type Asker = (url: URL, options: { accept?: string; maxBytes?: number }) => Promise<HttpReply>;

/** Asks without a login first, as registries tell in their refusal how they want to be asked. */
function createAsker(source: OciSource, login: Login | undefined, limits: Limits): Asker {
  let authorization: string | undefined;
  return async (url, options) => {
    const get = (): Promise<HttpReply> => httpGet(url, { ...limits, ...options, authorization });
    let reply = await get();
    if (reply.status === 401 && authorization === undefined) {
      authorization = await authorize(reply, source, login, limits);
      reply = await get();
    }
    if (reply.status === 200) return reply;
    throw unreachable(`${source.shown}: ${refusalOf(reply, login)}`);
  };
}

/** https://distribution.github.io/distribution/spec/auth/token/ */
async function authorize(
  reply: HttpReply,
  source: OciSource,
  login: Login | undefined,
  limits: Limits,
): Promise<string | undefined> {
  const challenge = [reply.headers['www-authenticate'] ?? ''].flat().join(', ');
  const { realm, service, scope } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  ) as Partial<Readonly<Record<string, string>>>;
  if (!/^bearer /i.test(challenge)) return login && guarded(source.registry, login, source);
  if (realm === undefined || !URL.canParse(realm))
    throw unreachable(`${source.shown}: it wants a token of nobody`);
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope ?? `repository:${source.repository}:pull`);
  const authorization = login && guarded(url, login, source);
  const answer = await httpGet(url, { ...limits, maxBytes: MOST_TOKEN_BYTES, authorization });
  const token = answer.status === 200 ? tokenOf(answer.body) : undefined;
  if (token !== undefined) return `Bearer ${token}`;
  if (answer.status === 200) throw unreachable(`${source.shown}: ${answer.from} gave no token`);
  throw unreachable(`${source.shown}: ${refusalOf(answer, login)}`);
}

/** A password goes over TLS, or stays on this machine. */
function guarded(url: URL, login: Login, { shown }: OciSource): string {
  if (url.protocol === 'https:' || isLoopback(url)) return basicAuthorization(login);
  throw unreachable(`${shown}: ${url.host} wants a password without TLS, which anybody could read`);
}

function refusalOf({ status, from }: HttpReply, login: Login | undefined): string {
  if (status === 404) return 'there is no such repository, tag or file';
  if (status !== 401 && status !== 403) return `${from} answers with status ${status}`;
  return login === undefined
    ? 'it asks for a login; set DRAGOMAN_REGISTRY_USER and DRAGOMAN_REGISTRY_PASSWORD, or run docker login'
    : 'user or password are refused, or may not pull this';
}

function checkDigest(body: Buffer, reference: string, shown: string): void {
  if (!reference.startsWith('sha256:')) return;
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (digest !== reference) throw unreachable(`${shown}: the registry sent ${digest} instead`);
}

function layersOf(body: Buffer, shown: string): string[] {
  try {
    const { layers } = JSON.parse(body.toString('utf8')) as { layers?: readonly { digest?: unknown }[] };
    if (layers !== undefined) return layers.map(({ digest }) => String(digest));
  } catch {
    // Told below.
  }
  throw unreachable(`${shown} is no artifact with layers; push the bundle's file alone, as oras push does`);
}

function tokenOf(body: Buffer): string | undefined {
  try {
    const { token, access_token: access } = JSON.parse(body.toString('utf8')) as Readonly<
      Record<string, unknown>
    >;
    return [token, access].find((value): value is string => typeof value === 'string' && value !== '');
  } catch {
    return undefined;
  }
}
