import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Line {
  readonly id: string | number;
  readonly good?: number;
  readonly reasons?: readonly string[];
  readonly verdict?: string;
  readonly error?: string;
}

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('dragoman gate', () => {
  const folder = temporaryFolder();
  const [data, out] = [join(folder, 'rows.jsonl.gz'), join(folder, 'out.jsonl')];
  const rows = [
    '{"id": "good", "prompt": "What is the capital of Portugal?", "answer": "The capital of Portugal is Lisbon."}',
    '{"id": "empty", "prompt": "What is the capital of Portugal?", "answer": ""}',
    '{"id": 3, "prompt": "Give me a JSON object", "answer": "{\\"a\\": ", "expects": "json"}',
    '{"id": "fenced", "prompt": "Give me a JSON object", "answer": "```json\\n{\\"a\\": 1}\\n```", "expects": "json"}',
    'no JSON',
    '{"id": "promptless", "answer": "x"}',
    '{"id": "strange", "prompt": "x", "answer": "y", "expects": "xml"}',
    '{"prompt": "a row without an id", "answer": "It is fine."}',
  ];
  writeFileSync(data, gzipSync(rows.join('\n')));
  const ran = dragoman(['gate', '--data', data, '--out', out]);
  const lines = linesOf(readFileSync(out, 'utf8'));

  it('writes a line a row, in order, whatever the rows are', () => {
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stderr, /^wrote 8 lines, \d rejected, 3 with an error\n$/);
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['good', 'empty', 3, 'fenced', 5, 'promptless', 'strange', 8],
    );
    assert.equal(lines[6]?.error, 'expects is "xml", must be "json", or absent');
    assert.equal(lines[5]?.error, 'prompt is absent, must be text');
  });

  it('judges as the gate does', () => {
    const [good, empty, broken, fenced] = lines;
    assert.deepEqual([empty?.verdict, empty?.reasons], ['reject', ['empty']]);
    assert.deepEqual([broken?.verdict, broken?.reasons, broken?.good], ['reject', ['invalid_json'], 0]);
    assert.ok(fenced?.good !== undefined && fenced.good > 0);
    assert.ok(good?.good !== undefined && good.good > (empty?.good ?? 1));
  });

  it('takes a bar, and packs', () => {
    const packed = join(folder, 'out.jsonl.gz');
    assert.equal(
      dragoman(['gate', '--data', data, '--out', packed, '--bar', '0', '--encoder', 'none']).status,
      0,
    );
    const judged = linesOf(gunzipSync(readFileSync(packed)).toString());
    assert.equal(judged[0]?.verdict, 'pass');
    assert.equal(judged[1]?.verdict, 'reject');
  });

  it('refuses wrong usage', () => {
    assert.equal(dragoman(['gate', '--data', data]).status, 2);
    assert.equal(dragoman(['gate', '--data', data, '--out', out, '--bar', '2']).status, 2);
    assert.equal(dragoman(['gate', '--help']).status, 0);
  });
});

describe('dragoman calibrate gate', () => {
  const folder = temporaryFolder();
  const data = join(folder, 'graded.jsonl');
  const row = (at: number): string => {
    const label = at % 2;
    const answer = label === 1 ? 'The capital of Portugal is Lisbon.' : "I'm sorry, I cannot help with that.";
    return JSON.stringify({ id: at, prompt: 'What is the capital of Portugal?', answer, label });
  };
  writeFileSync(data, Array.from({ length: 60 }, (_, at) => row(at)).join('\n'));

  it('prints the curve, the break-even and a bar, and writes them', () => {
    const out = join(folder, 'curve.json');
    const ran = dragoman(['calibrate', 'gate', '--data', data, '--price-ratio', '4', '--out', out]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /60 answers, 50\.0 % good/);
    assert.match(ran.stdout, /pays while fewer than 75\.0 % go on/);
    assert.match(ran.stdout, /recommended: gate\.bar 0\.\d\d/);
    const curve = JSON.parse(readFileSync(out, 'utf8')) as { readonly points: readonly unknown[] };
    assert.equal(curve.points.length, 20);
  });

  it('wants graded rows, enough of them, and to know what to calibrate', () => {
    const few = join(folder, 'few.jsonl');
    writeFileSync(few, row(1));
    assert.match(dragoman(['calibrate', 'gate', '--data', few]).stderr, /must be 20 or more of each/);
    writeFileSync(few, '{"id": 1, "prompt": "x", "answer": "y"}');
    assert.match(dragoman(['calibrate', 'gate', '--data', few]).stderr, /line 1: label is absent/);
    assert.equal(dragoman(['calibrate', '--data', data]).status, 2);
    assert.equal(dragoman(['calibrate', 'gate', '--data', data, '--price-ratio', '0.5']).status, 2);
  });
});
