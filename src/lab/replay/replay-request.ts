import type { RegistryPolicy } from '../../config/registry.js';
import { ok, type Result } from '../../errors.js';
import { CLIENT_HEADERS } from '../../mutation/wire-names.js';
import type { StoredMessage, StoredPrompt, StoredRecord } from '../../record/stored-record.js';
import type { RequestHead } from '../../request/request-head.js';
import { requestOfRow } from '../predict/view-of-row.js';
import { isObject, type JsonLine } from '../read-jsonl.js';

/** A request to be routed again. */
export interface ReplayRequest {
  /** The row's own, else the number of its line; the decision's id of a record. */
  readonly id: string;
  /** When it came, in milliseconds; `undefined`: with the request before it. */
  readonly at: number | undefined;
  readonly head: RequestHead;
  readonly body: Buffer;
  /** Requests of one lane are routed one after another: the turns of a conversation. */
  readonly lane: string;
  /** As they were counted when it was answered; `undefined` when nobody did. */
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** The record that it was made of. */
  readonly logged?: StoredRecord;
}

/** How much of their start tells two conversations apart. */
const START_CHARACTERS = 200;

/**
 * The request of a row of traffic: `text`, `messages` or `body`, with `headers`. When it came is `ts_ms`, and the tokens of
 * its answer are `trace.generated_tokens`, where the row has them.
 *
 * @param asAuto whatever model the row names, route it
 */
export function requestOfTraffic(line: JsonLine, asAuto: boolean): Result<ReplayRequest> {
  if (!line.ok) return { ok: false, problem: { code: 'data_invalid', message: line.message } };
  const { id, ts_ms: at, trace, body } = line.value;
  const request = requestOfRow(
    asAuto && isObject(body) ? { ...line.value, body: { ...body, model: 'auto' } } : line.value,
  );
  if (!request.ok) return request;
  const generated = isObject(trace) ? trace['generated_tokens'] : undefined;
  return ok({
    ...request.value,
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : String(line.line),
    at: typeof at === 'number' ? at : undefined,
    lane: request.value.head.headers.get(CLIENT_HEADERS.conversation) ?? startOf(line.value),
    inputTokens: undefined,
    outputTokens: typeof generated === 'number' ? generated : undefined,
  });
}

function startOf(row: Readonly<Record<string, unknown>>): string {
  const { body, messages, text } = row;
  const said = text ?? messages ?? (isObject(body) ? (body['messages'] ?? body['input']) : undefined);
  return JSON.stringify(said ?? null).slice(0, START_CHARACTERS);
}

/**
 * The request of a record, as a chat: what its policy kept of the text, with as many tools and images as there were. Tools'
 * own names, headers other than the tenant's and the conversation's, and a limit on the answer are not recorded.
 *
 * @param begun how the conversations seen so far start; the record's is added. Where a first turn starts as its conversation
 * did, the start is likely to be the conversation's only name: it begins another one, which serving does not hold to what
 * the one before left behind
 * @returns `undefined` when the policy kept no text
 */
export function requestOfRecord(
  record: StoredRecord,
  { tenantHeader }: Pick<RegistryPolicy, 'tenantHeader'>,
  { asAuto, begun }: { readonly asAuto: boolean; readonly begun: Map<string, string> },
): ReplayRequest | undefined {
  const { prompt, tenant, conversation, outcome } = record;
  if (prompt.messages === null) return undefined;
  const headers = new Map<string, string>();
  if (tenant !== null) headers.set(tenantHeader.toLowerCase(), tenant);
  if (conversation !== null) {
    const start = JSON.stringify(prompt.messages).slice(0, START_CHARACTERS);
    const isFirst = !prompt.messages.some(({ role }) => role === 'assistant');
    if (!isFirst || begun.get(conversation) !== start) headers.set(CLIENT_HEADERS.conversation, conversation);
    if (!begun.has(conversation)) begun.set(conversation, start);
  }
  const body = {
    model: asAuto ? 'auto' : record.modelAsked,
    messages: withImages(prompt.messages, prompt.images),
    stream: record.stream,
    ...(prompt.tools > 0 && { tools: Array.from({ length: prompt.tools }, placeholderTool) }),
    ...(prompt.format !== 'text' && { response_format: formatOf(prompt) }),
  };
  return {
    id: record.id,
    at: record.at,
    head: { method: 'POST', path: '/v1/chat/completions', headers },
    body: Buffer.from(JSON.stringify(body)),
    lane: conversation ?? record.id,
    inputTokens: outcome?.inputTokens ?? prompt.tokens,
    outputTokens: outcome?.outputTokens ?? undefined,
    logged: record,
  };
}

/** The smallest that a model's limits and a rule can tell from no image. */
const PLACEHOLDER_IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };

function withImages(messages: readonly StoredMessage[], images: number): unknown[] {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map(({ role, text }, at) => {
    if (images === 0 || at !== last) return { role, content: text };
    const parts = Array.from({ length: images }, () => PLACEHOLDER_IMAGE);
    return { role, content: [{ type: 'text', text }, ...parts] };
  });
}

function placeholderTool(_: unknown, at: number): unknown {
  return { type: 'function', function: { name: `tool_${at + 1}`, parameters: {} } };
}

function formatOf({ format }: StoredPrompt): unknown {
  return format === 'json_object'
    ? { type: format }
    : { type: format, json_schema: { name: 'answer', schema: {} } };
}
