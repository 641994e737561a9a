import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const EXAMPLE = join(packageRoot, 'examples', 'safety');
const CHECKS = join(EXAMPLE, 'checks');

describe('the example of safety rules', () => {
  it('keeps the limits that it sets itself', () => {
    const flags = ['--data', join(CHECKS, 'prompts.jsonl'), '--limits', join(CHECKS, 'limits.yaml')];
    const { status, stdout, stderr } = dragoman(['eval', EXAMPLE, ...flags]);
    assert.equal(status, 0, stdout + stderr);
  });

  it('lets no client take what was caught to a model that may not see it', () => {
    const folder = temporaryFolder();
    const content = 'My diagnosis is on page two: explain it.';
    const rows = ['auto', 'hosted', 'house'].map((model) => ({
      id: model,
      body: { model, messages: [{ role: 'user', content }] },
    }));
    const [data, out] = [join(folder, 'rows.jsonl'), join(folder, 'out.jsonl')];
    writeFileSync(data, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { status, stderr } = dragoman([
      'predict',
      EXAMPLE,
      '--data',
      data,
      '--out',
      out,
      '--encoder',
      'none',
    ]);
    assert.equal(status, 0, stderr);
    const decided = readFileSync(out, 'utf8').trim().split('\n');
    assert.deepEqual(
      decided.map((line) => {
        const { id, model, reason } = JSON.parse(line) as Readonly<Record<string, string>>;
        return [id, model, reason];
      }),
      [
        ['auto', 'house', 'rule'],
        ['hosted', 'house', 'safety'],
        ['house', 'house', 'pinned'],
      ],
    );
  });
});
