import { STREAM_MEMBERS } from './stream-members.js';
import { topLevelMembers } from './top-level-members.js';

/** A cap on the answer's length. */
export interface TokenCap {
  /** Members that set a limit in the request and are cut out, such as `max_tokens`. */
  readonly names: readonly string[];
  /** Tokens. */
  readonly limit: number;
  /** The member that carries the new limit. */
  readonly write: string;
}

export interface BodyEdits {
  /** The upstream's own model name. */
  readonly model: string;
  /** Whether the answer is to come whole, whatever the request asked for; default not. */
  readonly whole?: boolean;
  readonly maxTokens?: TokenCap;
}

/**
 * The body with another model. `model` comes first, where Envoy's filters of a tier can replace it with a pattern
 * instead of a parser; then `"stream":false` for an answer that is to come whole, where the same filters find it; then the
 * token cap, if there is one; then all other members byte for byte, blanks included. Every top-level `model` of the old body is cut out: of a repeated key upstreams take the last. Blanks in front of the
 * object go too, because those patterns are anchored at its brace.
 * @param body valid JSON in UTF-8, whose value is an object (`parseRequest` said so)
 */
export function rewriteBody(body: Buffer, edits: BodyEdits): Buffer {
  const cap = edits.maxTokens;
  const without = ['model', ...(edits.whole === true ? STREAM_MEMBERS : []), ...(cap?.names ?? [])];
  const { close, kept } = topLevelMembers(body, new Set(without));
  const whole = edits.whole === true ? ',"stream":false' : '';
  const limit = cap === undefined ? '' : `,${JSON.stringify(cap.write)}:${cap.limit}`;
  const head = Buffer.from(`{"model":${JSON.stringify(edits.model)}${whole}${limit}`, 'utf8');

  let length = head.length + (body.length - close);
  for (const { start, end } of kept) length += 1 + end - start;
  const result = Buffer.allocUnsafe(length);
  let at = head.copy(result);
  for (const { start, end } of kept) {
    result[at++] = 0x2c;
    at += body.copy(result, at, start, end);
  }
  body.copy(result, at, close);
  return result;
}
