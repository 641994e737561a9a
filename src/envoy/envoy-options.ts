import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DragomanError } from '../errors.js';
import { type HostPort, parseHostPort } from './address.js';

/** Where Dragoman's gRPC server listens, as Envoy reaches it. */
export type DragomanAddress =
  { readonly kind: 'unix'; readonly path: string } | ({ readonly kind: 'tcp' } & HostPort);

export interface OtlpCollector extends HostPort {
  readonly path: string;
  /** Share of the requests without a `traceparent` that are traced, in [0, 1]; of the others the client decides. */
  readonly share: number;
}

export interface EnvoyOptions {
  /** Where clients send their requests. */
  readonly listen: HostPort;
  /** Where Dragoman asks models itself, when the registry has an LLM router; never expose it. */
  readonly internal: HostPort;
  /** Envoy's admin interface; never expose it. */
  readonly admin: HostPort;
  readonly dragoman: DragomanAddress;
  /** Absolute path of the folder that Envoy watches, as the Envoy process sees it. */
  readonly xdsDirectory: string;
  /** Bundle of certificate authorities that https upstreams are verified with, as the Envoy process sees it. */
  readonly systemCaFile: string;
  /** OTLP/HTTP collector for Envoy's own spans. */
  readonly otlp?: OtlpCollector;
}

/** Flags of the verb `envoy`, of which `serve` has most. */
export type EnvoyFlagValues = Readonly<Partial<Record<EnvoyFlag, string | undefined>>>;

type EnvoyFlag =
  'out' | 'envoy-listen' | 'envoy-internal' | 'envoy-admin' | 'dragoman' | 'otlp' | 'system-ca';

/** Where everything listens by default. */
export const ENVOY_ADDRESSES = {
  listen: '0.0.0.0:10000',
  internal: '127.0.0.1:10001',
  admin: '127.0.0.1:9901',
  dragoman: 'unix:/run/dragoman/extproc.sock',
} as const;

/** Bundles of certificate authorities: Debian, Ubuntu, Alpine and Envoy's images; Fedora and RHEL; macOS. */
const CA_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
] as const;

/**
 * Defaults: {@link ENVOY_ADDRESSES}, files in the current folder, no collector, the system's certificate authorities.
 *
 * @param dragomanFlag what the flag with the address of Dragoman is called, where it is not `--dragoman`
 * @param share of the requests that Envoy traces where no client decides, in [0, 1]
 * @throws DragomanError `usage`, quoting the flag at fault.
 */
export function parseEnvoyOptions(
  flags: EnvoyFlagValues,
  {
    dragomanFlag = '--dragoman',
    share = 1,
  }: { readonly dragomanFlag?: string; readonly share?: number } = {},
): EnvoyOptions {
  return {
    listen: hostPort(flags, 'envoy-listen', ENVOY_ADDRESSES.listen),
    internal: hostPort(flags, 'envoy-internal', ENVOY_ADDRESSES.internal),
    admin: hostPort(flags, 'envoy-admin', ENVOY_ADDRESSES.admin),
    dragoman: dragomanAddress(dragomanFlag, flags.dragoman ?? ENVOY_ADDRESSES.dragoman),
    xdsDirectory: resolve(flags.out ?? '.'),
    systemCaFile: flags['system-ca'] ?? CA_BUNDLES.find((file) => existsSync(file)) ?? CA_BUNDLES[0],
    ...(flags.otlp === undefined ? {} : { otlp: { ...collector(flags.otlp), share } }),
  };
}

function hostPort(flags: EnvoyFlagValues, name: EnvoyFlag, usual: string): HostPort {
  return parseHostPort(`--${name}`, flags[name] ?? usual);
}

function dragomanAddress(flag: string, text: string): DragomanAddress {
  if (!text.startsWith('unix:')) return { kind: 'tcp', ...parseHostPort(flag, text) };
  const path = resolve(text.slice('unix:'.length));
  // sun_path holds 108 bytes on Linux, the closing zero among them.
  if (Buffer.byteLength(path) > 107) {
    throw new DragomanError('usage', `${flag} "${text}": the path "${path}" is longer than 107 bytes.`);
  }
  return { kind: 'unix', path };
}

function collector(text: string): HostPort & { readonly path: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.username + url.password !== '') {
    // Not quoted: messages end up in logs.
    throw new DragomanError('usage', '--otlp takes no name and password; Envoy would not send them.');
  }
  if (url?.protocol !== 'http:') {
    throw new DragomanError(
      'usage',
      `--otlp "${text}" is not an http:// URL, such as http://127.0.0.1:4318.`,
    );
  }
  const path = url.pathname === '/' ? '/v1/traces' : url.pathname;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 80), path };
}
