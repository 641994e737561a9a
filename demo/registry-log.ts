import { REGISTRY_LOADED, REGISTRY_MENDED, REGISTRY_REFUSED } from '../src/app/registry/registry-messages.js';
import { listOf, parseObject } from './stand-in/json.js';

/** What a line of Dragoman's log says of a change of the registry, for people; undefined for every other line. */
export function registryNews(line: string): string | undefined {
  const entry = parseObject(line);
  const version = String(entry?.['registry']);
  switch (entry?.['msg']) {
    case REGISTRY_LOADED:
      return `${REGISTRY_LOADED}: routes ${String(entry['routes'])}, version ${version}`;
    case REGISTRY_MENDED:
      return `${REGISTRY_MENDED}: version ${version}`;
    case REGISTRY_REFUSED:
      return [
        `${REGISTRY_REFUSED}:`,
        ...listOf(entry['problems']).map((problem) => `  ${String(problem)}`),
      ].join('\n');
    default:
      return undefined;
  }
}
