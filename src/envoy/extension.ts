import type { Branch } from './yaml.js';

/** A `google.protobuf.Any`: the message's full type name and its fields. */
export function any(type: string, fields: Branch = {}): Branch {
  return { '@type': `type.googleapis.com/${type}`, ...fields };
}

/** An Envoy extension: the name that logs, statistics and per-route settings know it by, and its configuration. */
export function extension(name: string, type: string, fields: Branch = {}): Branch {
  return { name, typed_config: any(type, fields) };
}

/** A protobuf duration from milliseconds. */
export function duration(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}
