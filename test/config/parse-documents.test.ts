import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseDocuments } from '../../src/config/parse-documents.js';
import type { Findings } from '../../src/config/problem.js';
import { resolveDocuments } from '../../src/config/resolve/resolve.js';
import { validateDocuments } from '../../src/config/validate.js';
import { FIXTURES } from './fixtures.js';

function parse(text: string): { values: unknown[]; problems: Findings['problems'] } {
  const findings: Findings = { problems: [], warnings: [] };
  const documents = parseDocuments('f.yaml', Buffer.from(text), findings);
  return { values: documents.map(({ value }) => value), problems: findings.problems };
}

/** Numbers in [0, 1) that are the same on every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = [
  'apiVersion: dragoman.dev/v1alpha1\n',
  ...['kind: ModelPool\n', 'kind: Route\n', 'kind: RouterPolicy\n', 'metadata: { name: a }\n', 'metadata:\n'],
  ...['spec:\n', 'spec: {}\n', '  models:\n', '    - name: a\n', '      url: http://a\n', '  default: a\n'],
  ...[
    '  examples: [a, b]\n',
    '  target: a\n',
    '  match: [{ regex: "(" }]\n',
    '  threshold: 2\n',
    '---\n',
    '...\n',
  ],
  ...[
    '- ',
    '  ',
    '\t',
    ': ',
    '? ',
    '!',
    '!!map ',
    '&a ',
    '*a ',
    '<<: ',
    '|\n',
    '>-\n',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    ',',
    '#',
    '%YAML 1.1\n',
    '@',
    '`',
    '\n',
    '\r\n',
    '\u0000',
    '\ufeff',
    '\ud83d',
    '1e999',
    '0x1f',
    'null',
    '~',
    'é',
  ],
];

describe('parseDocuments', () => {
  it('reads several documents and skips empty ones', () => {
    assert.deepEqual(parse('---\n# none\n---\na: 1\n---\nb: 2\n---\n').values, [{ a: 1 }, { b: 2 }]);
  });

  it('follows YAML 1.2: yes and on are strings, whatever a directive says', () => {
    assert.deepEqual(parse('%YAML 1.1\n---\na: yes\nb: on\nc: 010\n').values, [{ a: 'yes', b: 'on', c: 10 }]);
  });

  it('resolves aliases within a document', () => {
    assert.deepEqual(parse('a: &x [1]\nb: *x\n').values, [{ a: [1], b: [1] }]);
  });

  it('keeps one problem a document, and all repeated keys', () => {
    const { problems } = parse('a: 1\na: 2\nb: 1\nb: 2\n---\n[\n');
    assert.deepEqual(
      problems.map(({ line }) => line),
      [2, 4, 7],
    );
  });

  it('refuses deep nesting and floods of aliases before anything recursive sees them', () => {
    for (const opening of ['[', '{a: ', '- ', '? ', 'a: [']) {
      assert.match(parse(opening.repeat(10_000)).problems[0]?.message ?? '', /^nests deeper than 64 levels/);
    }
    const { problems } = parse(`- &a x\n${'- *a\n'.repeat(1001)}`);
    assert.match(problems[0]?.message ?? '', /^has more than 1000 aliases/);
    assert.deepEqual(parse(`- &a x\n${'- *a\n'.repeat(1000)}`).problems, []);
  });

  it('survives an alias to its own parent', () => {
    assert.deepEqual(parse('a: &a [*a]\n').problems, []);
  });

  it('never throws on random text, nor do the stages after it', () => {
    const random = randomNumbers(7);
    const pick = (count: number): number => Math.floor(random() * count);
    const lines = ['pool.yaml', 'policy.yml', 'routes.yaml']
      .map((name) => readFileSync(join(FIXTURES, 'good/every-field', name), 'utf8'))
      .join('---\n')
      .split('\n');
    for (let run = 0; run < 2000; run++) {
      const pieces = Array.from({ length: 1 + pick(25) }, () => PIECES[pick(PIECES.length)]);
      // Every other text is a valid registry with one line changed.
      const text =
        run % 2 === 0
          ? pieces.join('')
          : lines.with(pick(lines.length), pieces.slice(0, 4).join('')).join('\n');
      const findings: Findings = { problems: [], warnings: [] };
      assert.doesNotThrow(() => {
        const documents = validateDocuments(parseDocuments('f.yaml', Buffer.from(text), findings), findings);
        resolveDocuments(documents, { readExamples: () => undefined, findBundle: () => undefined });
      }, text);
    }
  });

  it('never throws on random bytes', () => {
    const random = randomNumbers(11);
    for (let run = 0; run < 1000; run++) {
      const bytes = Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256)));
      const findings: Findings = { problems: [], warnings: [] };
      assert.doesNotThrow(() => parseDocuments('f.yaml', bytes, findings));
    }
  });
});
