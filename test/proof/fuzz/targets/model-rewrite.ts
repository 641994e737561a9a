import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rewriteBody } from '../../../../src/mutation/rewrite-body.js';
import { readStreamWish } from '../../../../src/mutation/stream-members.js';
import { parseJsonObject } from '../../../../src/request/json-body.js';
import { defineTarget } from '../fuzz-target.js';
import { hostileName } from '../grammar/hostile-text.js';
import { rawJson, rawRequest } from '../grammar/request-body.js';
import { editBody } from '../reference/edit-body.js';
import { isJsonObjectBody } from '../reference/json-body.js';
import { LIMITS } from './parse-request.js';

const cap = fc.constantFrom(
  { names: ['max_tokens'], limit: 256, write: 'max_tokens' },
  { names: ['max_tokens', 'max_completion_tokens'], limit: 1, write: 'max_completion_tokens' },
);

interface RewriteInput {
  readonly body: Buffer;
  readonly model: string;
  readonly whole: boolean;
  readonly cap: { readonly names: readonly string[]; readonly limit: number; readonly write: string } | null;
}

export const modelRewriteTarget = defineTarget<RewriteInput>({
  name: 'model-rewrite',
  claim:
    'A body is refused exactly when a reference parser refuses it; else the rewritten one is, byte for byte, what a slow reference edit gives, and parses to the same members with the new model.',
  weight: 16,
  arbitrary: fc.record({
    body: fc.oneof(
      rawJson,
      rawRequest.map(({ body }) => body),
    ),
    model: hostileName,
    whole: fc.boolean(),
    cap: fc.option(cap, { freq: 2 }),
  }),
  prepare:
    () =>
    ({ body, model, whole, cap: limit }) => {
      const parsed = parseJsonObject(body, LIMITS);
      assert.equal(
        parsed.ok,
        isJsonObjectBody(body, LIMITS.maxDepth),
        'ours and the reference differ on validity',
      );
      if (!parsed.ok) return;
      const copy = Buffer.from(body);
      const edited = rewriteBody(body, { model, whole, ...(limit === null ? {} : { maxTokens: limit }) });
      assert.ok(body.equals(copy), 'the old body was changed');
      assert.equal(edited.toString(), expected({ body, model, whole, cap: limit }));
      assertMembers(parsed.value, JSON.parse(edited.toString()) as Readonly<Record<string, unknown>>, model);
      const wish = readStreamWish(body);
      const written = JSON.parse(`{${wish.members}}`) as { readonly stream?: unknown };
      assert.equal(Object.hasOwn(written, 'stream'), true);
    },
});

function expected({ body, model, whole, cap: limit }: RewriteInput): string {
  const head = [
    `"model":${JSON.stringify(model)}`,
    ...(whole ? ['"stream":false'] : []),
    ...(limit === null ? [] : [`${JSON.stringify(limit.write)}:${limit.limit}`]),
  ];
  const without = ['model', ...(whole ? ['stream', 'stream_options'] : []), ...(limit?.names ?? [])];
  return editBody(body.toString(), without, head.join(','));
}

const EDITED = /^(?:model|[sſ]tream(?:_option[sſ])?|max_(?:completion_)?to[k\u212a]en[sſ])$/i;

function assertMembers(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  model: string,
): void {
  assert.equal(after['model'], model);
  for (const key of Object.keys(before).filter((name) => !EDITED.test(name))) {
    assert.equal(
      JSON.stringify(after[key]),
      JSON.stringify(before[key]),
      `the member ${JSON.stringify(key)} changed`,
    );
  }
}
