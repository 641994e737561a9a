import { isIP } from 'node:net';
import { DragomanError } from '../errors.js';
import type { Branch } from './yaml.js';

/** A TCP address; port 0 means any free one. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export function socketAddress({ host, port }: HostPort): Branch {
  return { socket_address: { address: host, port_value: port } };
}

/** `HOST:PORT`, with an IPv6 address in brackets. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `STATIC` for addresses, `STRICT_DNS` where a name has to be looked up. */
export function discoveryType(hosts: readonly string[]): 'STATIC' | 'STRICT_DNS' {
  return hosts.every((host) => isIP(host) !== 0) ? 'STATIC' : 'STRICT_DNS';
}

/**
 * Reads `HOST:PORT`, with an IPv6 address in brackets.
 *
 * @param flag named in the message
 * @throws DragomanError `usage`
 */
export function parseHostPort(flag: string, text: string): HostPort {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535) {
    throw new DragomanError(
      'usage',
      `${flag} "${text}" is not HOST:PORT, such as 127.0.0.1:10000 or [::1]:10000.`,
    );
  }
  return { host, port };
}
