import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { rewriteBody } from '../../src/mutation/rewrite-body.js';
import { packageRoot } from '../../src/package-root.js';
import { CHAT, viewOf } from '../request/view-of.js';

const FOLDER = process.env['DRAGOMAN_DATA'] ?? join(packageRoot, '../shared/data');
const FILE = join(FOLDER, 'traffic/traffic.jsonl.gz');
const skip = existsSync(FILE)
  ? false
  : `no traffic/traffic.jsonl.gz in ${FOLDER}: set DRAGOMAN_DATA to the data folder`;

interface Recorded {
  readonly id: string;
  readonly kind: string;
  readonly body: { readonly model: string; readonly messages: readonly { readonly role: string }[] };
}

describe('recorded traffic', { skip }, () => {
  const lines = skip === false ? gunzipSync(readFileSync(FILE)).toString('utf8').trimEnd().split('\n') : [];
  const requests = lines.map((line) => JSON.parse(line) as Recorded);

  it('is parsed, every request of it', () => {
    assert.ok(requests.length > 1_000);
    for (const { id, kind, body } of requests) {
      const view = viewOf(CHAT, body);
      assert.equal(view.model, body.model, id);
      assert.equal(view.turns, body.messages.filter(({ role }) => role === 'user').length, id);
      if (kind === 'image') assert.ok(view.images > 0, id);
    }
  });

  it('keeps everything but the model when it is rewritten', () => {
    for (const { id, body } of requests) {
      for (const space of [0, 2]) {
        const result = rewriteBody(Buffer.from(JSON.stringify(body, null, space)), {
          model: 'Qwen/Qwen3-4B',
        });
        assert.ok(result.subarray(0, 10).equals(Buffer.from('{"model":"')), id);
        assert.deepEqual(JSON.parse(result.toString('utf8')), { ...body, model: 'Qwen/Qwen3-4B' }, id);
      }
    }
  });
});
