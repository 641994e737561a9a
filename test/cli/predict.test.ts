import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Failure, Prediction } from '../../src/lab/predict/prediction.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type Line = Prediction & Failure;

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('dragoman predict', () => {
  const folder = temporaryFolder();
  const data = join(folder, 'rows.jsonl.gz');
  const out = join(folder, 'out.jsonl');
  const rows = [
    '{"id": "hello", "text": "good evening to you"}',
    '{"id": 2, "messages": [{"role": "user", "content": "Hi!"}, {"role": "assistant", "content": "Hi."}, {"role": "user", "content": "why does this program crash with a segmentation fault"}]}',
    '{"id": "pin", "body": {"model": "large", "input": "hello"}}',
    '{"text": "a row without an id"}',
    'no JSON',
    '{"id": "empty", "text": ""}',
    '{"id": "shapeless"}',
    '{"id": "both", "text": "a", "body": {}}',
    '{"id": "stranger", "body": {"model": "nobody", "messages": [{"role": "user", "content": "x"}]}}',
    '{"id": "odd", "text": "\\ud800 \\u200b \ud83d\ude00"}',
  ];
  writeFileSync(data, gzipSync(rows.join('\n')));
  const ran = dragoman(['predict', 'demo/registry', '--data', data, '--out', out]);
  const lines = linesOf(readFileSync(out, 'utf8'));

  it('writes a line a row, in order, whatever the rows are', () => {
    assert.equal(ran.stderr, 'wrote 10 lines, 4 with an error\n');
    assert.equal(ran.status, 0);
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['hello', 2, 'pin', 4, 5, 'empty', 'shapeless', 'both', 'stranger', 'odd'],
    );
  });

  it('says for each prompt what serving would decide, and how sure it is', () => {
    const [hello] = lines;
    assert.ok(hello !== undefined);
    assert.equal(hello.route, 'smalltalk');
    assert.equal(hello.model, 'small');
    assert.ok((hello.scores['smalltalk'] ?? 0) > 0.5);
    assert.ok(hello.margin !== null && hello.margin > 0 && hello.margin <= 1);
    assert.ok(hello.outOfScope !== null && hello.outOfScope < 0.5);
    assert.deepEqual(Object.keys(hello.models), ['small', 'medium', 'large']);
    for (const { cost, quality } of Object.values(hello.models)) {
      assert.ok(cost > 0);
      assert.equal(quality, null);
    }
  });

  it('tells a pin, and a prompt without text, for what they are', () => {
    assert.deepEqual([lines[2]?.model, lines[2]?.layer, lines[2]?.route], ['large', 'pin', null]);
    assert.deepEqual([lines[5]?.model, lines[5]?.reason, lines[5]?.margin], ['medium', 'no_text', null]);
  });

  it('tells what is wrong with a row in its place', () => {
    const errors = lines.filter(({ error }) => error as string | undefined).map(({ error }) => error);
    const wanted = [/^not valid JSON/, /got none/, /got text and body/, /"nobody" does not exist/];
    assert.equal(errors.length, wanted.length);
    for (const [at, pattern] of wanted.entries()) assert.match(errors[at] ?? '', pattern);
  });

  it('serves rules and the default without an encoder, and packs its lines when asked to', () => {
    const packed = join(folder, 'out.jsonl.gz');
    const { status } = dragoman([
      'predict',
      'demo/registry',
      '--encoder',
      'none',
      '--data',
      data,
      '--out',
      packed,
    ]);
    assert.equal(status, 0);
    assert.equal(linesOf(gunzipSync(readFileSync(packed)).toString('utf8')).length, 10);
  });

  it('finds embeddings of the run before in its cache', () => {
    const again = join(folder, 'again.jsonl');
    const argv = ['predict', 'demo/registry', '--data', data, '--out', again, '--cache', folder];
    for (let run = 0; run < 2; run += 1) {
      assert.equal(dragoman(argv).status, 0);
      assert.deepEqual(linesOf(readFileSync(again, 'utf8')), lines);
    }
  });

  it('refuses a registry that is not valid, data that is not there, and a file that it cannot write', () => {
    const bad = 'test/fixtures/config/bad/misspelt-key';
    assert.equal(dragoman(['predict', bad, '--data', data, '--out', out]).status, 1);
    assert.equal(dragoman(['predict', 'demo/registry', '--data', 'none.jsonl', '--out', out]).status, 2);
    assert.equal(dragoman(['predict', 'demo/registry', '--data', data]).status, 2);
    const nowhere = join(folder, 'no', 'folder.jsonl');
    const { status, stderr } = dragoman([
      'predict',
      'demo/registry',
      '--encoder',
      'none',
      '--data',
      data,
      '--out',
      nowhere,
    ]);
    assert.match(stderr, /cannot be written: ENOENT.*\(folder_unwritable\)\n$/);
    assert.equal(status, 1);
  });
});
