import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Evaluation } from '../../src/lab/evaluate/evaluation.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const REGISTRY = 'examples/ci';
const DATA = 'examples/ci/checks/prompts.jsonl';

describe('dragoman eval', () => {
  const folder = temporaryFolder();
  const out = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(out(name), text);
    return out(name);
  };
  const files = ['--out', out('e.json'), '--html', out('e.html'), '--markdown', out('e.md')];
  const ran = dragoman(['eval', REGISTRY, '--data', DATA, ...files]);
  const evaluation = JSON.parse(readFileSync(out('e.json'), 'utf8')) as Evaluation;

  it('measures every prompt of the file', () => {
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /^registry [0-9a-f]{12}: 34 prompts, 0 failed\n/);
    assert.match(ran.stderr, /^judging: 34 in \d+\.\d s, \d+ a second\n$/);
    assert.deepEqual(
      evaluation.routes.map(({ route, support }) => [route, support]),
      [
        ['billing', 7],
        ['contracts', 7],
        ['delivery', 7],
        ['refunds', 7],
      ],
    );
    assert.ok((evaluation.accuracy?.value ?? 0) > 0.8);
    assert.equal(evaluation.outOfScope.rows, 6);
    assert.equal(
      evaluation.confusion.cells.reduce((sum, { count }) => sum + count, 0),
      34,
    );
    assert.deepEqual(
      evaluation.layers.filter(({ p50 }) => p50 !== null).map(({ layer }) => layer),
      ['features', 'rules', 'fast', 'similarity'],
    );
  });

  it('prints the matrix, and colours nothing where there is no terminal', () => {
    assert.match(ran.stdout, /\nconfusion matrix .*\ntruth +1 +2 +3 +4 +5\n1 billing /);
    assert.match(ran.stdout, /\nreasons\n/);
    assert.ok(!ran.stdout.includes('\u001b'));
  });

  it('writes a page and a comment', () => {
    assert.match(readFileSync(out('e.html'), 'utf8'), /^<!doctype html>[\s\S]*<svg class="matrix"/);
    assert.match(readFileSync(out('e.md'), 'utf8'), /^### ✅ Evaluation of registry [0-9a-f]{12}\n/);
  });

  it('ends with 3 and says what it is when a limit is missed', () => {
    const limits = write('limits.json', '{"accuracy": 0.5, "costPerThousand": 0.001, "ece": 0.5}');
    const argv = [
      'eval',
      REGISTRY,
      '--data',
      DATA,
      '--limits',
      limits,
      '--no-text',
      '--markdown',
      out('no.md'),
    ];
    const { status, stdout } = dragoman(argv);
    assert.equal(status, 3);
    assert.match(stdout, /\nkept: accuracy is .*, must be at least 0\.5\n/);
    assert.match(stdout, /\nMISSED: US\$ per 1,000 prompts is 0\.\d+, must be at most 0\.001\n/);
    assert.match(readFileSync(out('no.md'), 'utf8'), /^### ❌ [\s\S]*\*\*missed\*\*: US\$ per 1,000/);
  });

  it('shows no prompt with --no-text', () => {
    const missing = write('one.jsonl', '{"text": "a secret about snails", "label": "billing"}');
    const argv = ['eval', REGISTRY, '--data', missing, '--encoder', 'none'];
    assert.match(dragoman(argv).stdout, /a secret about snails/);
    const { stdout } = dragoman([...argv, '--no-text', ...files]);
    const written = ['e.json', 'e.html', 'e.md'].map((name) => readFileSync(out(name), 'utf8'));
    for (const text of [stdout, ...written]) assert.doesNotMatch(text, /snails/);
  });

  it('refuses labels that name no route, or leaves them out', () => {
    const rows = ['{"text": "a", "label": "biling"}', '{"text": "b", "label": "billing"}', 'no JSON'];
    const data = join(folder, 'typo.jsonl.gz');
    writeFileSync(data, gzipSync(rows.join('\n')));
    const argv = ['eval', REGISTRY, '--encoder', 'none', '--data', data];
    const refused = dragoman(argv);
    assert.equal(refused.status, 1);
    assert.match(
      refused.stderr,
      /typo\.jsonl\.gz:1: label "biling" names no route; did you mean "billing"\?\n/,
    );
    const { status, stdout } = dragoman([...argv, '--ignore-unknown']);
    assert.equal(status, 0);
    assert.match(stdout, /1 prompts, 1 failed, 1 left out for labels that name no route/);
    assert.match(stdout, /\nfailed\nrow 3: not valid JSON/);
  });

  it('measures nothing where no prompt can be judged, and says so', () => {
    const data = write('nobody.jsonl', '{"body": {"model": "nobody", "messages": []}, "label": "billing"}');
    const { status, stdout, stderr } = dragoman(['eval', REGISTRY, '--encoder', 'none', '--data', data]);
    assert.equal(status, 1);
    assert.match(stdout, /0 prompts, 1 failed\n\nfailed\nrow 1: /);
    assert.match(stderr, /nobody\.jsonl holds no prompt that can be judged\n$/);
  });

  it('refuses bad limits, registries, files and flags', () => {
    const limits = write('bad.yaml', 'acuracy: 0.9\n');
    const bad = dragoman(['eval', REGISTRY, '--data', DATA, '--limits', limits]);
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /bad\.yaml:1:1 acuracy is no limit; did you mean "accuracy"\? \(data_invalid\)/);
    assert.equal(dragoman(['eval', 'test/fixtures/config/bad/misspelt-key', '--data', DATA]).status, 1);
    assert.equal(dragoman(['eval', REGISTRY]).status, 2);
    assert.equal(dragoman(['eval', REGISTRY, '--data', out('none.jsonl')]).status, 2);
    assert.equal(dragoman(['eval', '--data', DATA]).status, 2);
    assert.equal(dragoman(['eval', '--help']).status, 0);
  });
});
