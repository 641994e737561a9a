import { isMapping } from './emit/json-shape.js';
import { topLevelMembers } from './top-level-members.js';

/** The members of a body that ask for a stream, in lower case. */
export const STREAM_MEMBERS = ['stream', 'stream_options'] as const;

/** How a body asked for a stream. */
export interface StreamWish {
  /** The members that ask for it again, as JSON text without braces; the options are as the client wrote them. */
  readonly members: string;
  /** Whether a chunk with the token counts was asked for: `stream_options.include_usage`. */
  readonly includesUsage: boolean;
}

/**
 * Reads how a body asked for a stream. Of repeated options the last count, as upstreams read them.
 * @param body valid JSON in UTF-8, whose value is an object with `"stream":true`
 */
export function readStreamWish(body: Buffer): StreamWish {
  const { cut } = topLevelMembers(body, new Set(STREAM_MEMBERS));
  const options = cut.findLast(({ name }) => name === 'stream_options');
  if (options === undefined) return { members: '"stream":true', includesUsage: false };
  const text = body.toString('utf8', options.start, options.end).trim();
  const [value] = Object.values(JSON.parse(`{${text}}`) as object) as unknown[];
  return {
    members: `"stream":true,${text}`,
    includesUsage: isMapping(value) && value['include_usage'] === true,
  };
}
