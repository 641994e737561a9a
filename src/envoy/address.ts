import { isIP } from 'node:net';
import type { Branch } from './yaml.js';

/** A TCP address; port 0 means any free one. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export function socketAddress({ host, port }: HostPort): Branch {
  return { socket_address: { address: host, port_value: port } };
}

/** `STATIC` for addresses, `STRICT_DNS` where a name has to be looked up. */
export function discoveryType(hosts: readonly string[]): 'STATIC' | 'STRICT_DNS' {
  return hosts.every((host) => isIP(host) !== 0) ? 'STATIC' : 'STRICT_DNS';
}
