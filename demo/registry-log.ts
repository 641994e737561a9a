import { listOf, parseObject } from './stand-in/json.js';

/** What a line of Dragoman's log says of a change of the registry, for people; undefined for every other line. */
export function registryNews(line: string): string | undefined {
  const entry = parseObject(line);
  const message = entry?.['msg'];
  if (entry === undefined || typeof message !== 'string') return undefined;
  const version = String(entry['registry']);
  if (message === 'registry loaded') {
    return `registry loaded: routes ${String(entry['routes'])}, version ${version}`;
  }
  if (message.startsWith('registry mended')) return `${message}: version ${version}`;
  if (!message.startsWith('registry refused')) return undefined;
  return [`${message}:`, ...listOf(entry['problems']).map((problem) => `  ${String(problem)}`)].join('\n');
}
