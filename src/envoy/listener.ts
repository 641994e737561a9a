import type { Registry } from '../config/registry.js';
import { socketAddress } from './address.js';
import { bufferLimit } from './buffer-limit.js';
import { connectionManager, type ListenerOptions } from './connection-manager.js';
import type { Branch } from './yaml.js';

/**
 * Where clients connect. TLS towards clients is left to what stands in front.
 *
 * Envoy replaces a listener that changes and drains its connections, so with routes in their own file only
 * `limits.maxBodyBytes` is taken from the registry: the buffer, and the message about a body over the limit.
 */
export function listener(registry: Registry, options: ListenerOptions): Branch {
  return {
    name: 'llm',
    address: socketAddress(options.listen),
    '#enable_reuse_port': 'A second Envoy on the same port is an error, not a silent half of the traffic.',
    enable_reuse_port: false,
    '#per_connection_buffer_limit_bytes':
      'The largest body held whole: a request to be decided, a JSON answer whose usage is read.',
    per_connection_buffer_limit_bytes: bufferLimit(registry),
    filter_chains: [{ filters: [connectionManager(registry, options)] }],
  };
}
