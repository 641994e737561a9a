import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const EXAMPLE = join(packageRoot, 'examples', 'multi-tenant');

describe('the example of several tenants', () => {
  it('sends each request where docs/how-to/multi-tenant.md says', () => {
    const out = join(temporaryFolder(), 'out.jsonl');
    const data = join(EXAMPLE, 'checks', 'requests.jsonl');
    const { status, stderr } = dragoman(['predict', EXAMPLE, '--data', data, '--out', out]);
    assert.equal(status, 0, stderr);
    const decided = readFileSync(out, 'utf8').trim().split('\n');
    assert.deepEqual(
      decided.map((line) => {
        const { id, model, reason } = JSON.parse(line) as Readonly<Record<string, string>>;
        return [id, model, reason];
      }),
      [
        ['1', 'medium', 'rule'],
        ['2', 'medium', 'safety'],
        ['3', 'large', 'rule'],
        ['4', 'small', 'pinned'],
        ['5', 'small', 'similar'],
        ['6', 'medium', 'out_of_scope'],
      ],
    );
  });
});
