import { ok, type Result } from '../errors.js';
import { badText, itemPath } from './fields.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import { NO_CONTENT, type Content } from './request-parts.js';
import { estimateTokens, tokensOfJson } from './token-estimate.js';

/** Part types of the four endpoints whose text a model reads, with the member that holds it. */
const TEXT_MEMBER: ReadonlyMap<string, string> = new Map([
  ['text', 'text'],
  ['input_text', 'text'],
  ['output_text', 'text'],
  ['refusal', 'refusal'],
]);

const IMAGE_TYPES: ReadonlySet<string> = new Set(['image_url', 'input_image', 'image']);

const TOOL_CALL_TYPES: ReadonlySet<string> = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);

interface ContentDraft {
  readonly texts: string[];
  images: number;
  toolCalls: number;
  otherTokens: number;
}

/**
 * Reads the `content` of a message or of a tool result: a string, an array of parts, or nothing. Parts of unknown types
 * (audio, files, reasoning, what comes next) count for nothing and are no error.
 * @param path where the content stands, for error messages
 * @param skip part types that the caller reads itself
 */
export function readContent(content: JsonValue | undefined, path: string, skip?: string): Result<Content> {
  if (content === undefined || content === null) return ok(NO_CONTENT);
  if (typeof content === 'string') return ok({ ...NO_CONTENT, texts: [content] });
  if (!isJsonArray(content)) return badText(path, 'a string or an array of parts', content);
  const draft: ContentDraft = { texts: [], images: 0, toolCalls: 0, otherTokens: 0 };
  for (const [index, part] of content.entries()) {
    if (typeof part === 'string') draft.texts.push(part);
    else if (!isJsonObject(part)) return badText(itemPath(path, index), 'an object with a "type"', part);
    else if (skip === undefined || part['type'] !== skip) {
      const problem = readPart(part, itemPath(path, index), draft);
      if (problem !== undefined) return problem;
    }
  }
  return ok(draft);
}

function readPart(
  part: JsonObject,
  path: string,
  draft: ContentDraft,
): ReturnType<typeof badText> | undefined {
  const type = part['type'] ?? 'text';
  if (typeof type !== 'string') return badText(`${path}.type`, 'a string', type);
  const member = TEXT_MEMBER.get(type);
  if (member !== undefined) {
    const text = part[member];
    if (typeof text === 'string') draft.texts.push(text);
    // A part without a type is text only if it says so: vLLM also takes {"image_url": ...} alone.
    else if (part['type'] !== undefined) return badText(`${path}.${member}`, 'a string', text);
  } else if (IMAGE_TYPES.has(type)) {
    draft.images++;
  } else if (TOOL_CALL_TYPES.has(type)) {
    draft.toolCalls++;
    draft.otherTokens += tokensOfJson(part['input']);
  } else if (type === 'document') {
    draft.otherTokens += tokensOfDocument(part['source']);
  }
  return undefined;
}

/** Anthropic's plain-text documents; PDF and remote ones cannot be counted from here. */
function tokensOfDocument(source: JsonValue | undefined): number {
  if (!isJsonObject(source) || source['type'] !== 'text') return 0;
  return typeof source['data'] === 'string' ? estimateTokens([source['data']]) : 0;
}
