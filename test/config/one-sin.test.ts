import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseDocuments } from '../../src/config/parse-documents.js';
import { formatProblem, type Findings, type RegistryProblem } from '../../src/config/problem.js';
import { resolveDocuments } from '../../src/config/resolve/resolve.js';
import { validateDocuments } from '../../src/config/validate.js';
import { FIXTURES } from './fixtures.js';

type Fields = Record<string, unknown>;

const FILES = ['pool.yaml', 'policy.yml', 'routes.yaml'];

/** Fields under which any key may stand. */
const FREE = ['labels', 'annotations', 'timeouts'];

const documents = FILES.flatMap((file) => {
  const findings: Findings = { problems: [], warnings: [] };
  const bytes = readFileSync(join(FIXTURES, 'good/every-field', file));
  // Through JSON, so that no two places share a value.
  return parseDocuments(file, bytes, findings).map(({ value }) => JSON.stringify(value));
});

/** The problems of the registry that holds every field, after a change to one of its documents. */
function problemsAfter(index: number, change: (document: Fields) => void): RegistryProblem[] {
  const texts = documents.map((text, at) => {
    const document = JSON.parse(text) as Fields;
    if (at === index) change(document);
    return JSON.stringify(document);
  });
  const findings: Findings = { problems: [], warnings: [] };
  const sources = parseDocuments('all.yaml', Buffer.from(texts.join('\n---\n')), findings);
  resolveDocuments(validateDocuments(sources, findings), {
    readExamples: () => ['an example'],
    findBundle: (file) => file,
  });
  return findings.problems;
}

/** Every mapping of a document with its keys, as steps from the top. */
function fieldsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || FREE.includes(path.at(-1) ?? '')) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const here = [...path, key];
    return [...(Array.isArray(value) ? [] : [here]), ...fieldsOf(field, here)];
  });
}

function parentOf(document: Fields, path: readonly string[]): Fields {
  return path.slice(0, -1).reduce((value, step) => value[step] as Fields, document);
}

const fields = documents.flatMap((text, index) =>
  fieldsOf(JSON.parse(text) as Fields).map((path) => ({ index, path, key: path.at(-1) ?? '' })),
);

describe('one sin in a registry that holds every field', () => {
  it('is told once when the first letters of a key change places', () => {
    for (const { index, path, key } of fields) {
      const [first = '', second = ''] = key;
      const misspelt = first === second ? key.slice(1) : `${second}${first}${key.slice(2)}`;
      const problems = problemsAfter(index, (document) => {
        const parent = parentOf(document, path);
        parent[misspelt] = parent[key];
        Reflect.deleteProperty(parent, key);
      });
      assert.equal(problems.length, 1, `${path.join('.')}: ${problems.map(formatProblem).join('\n')}`);
      assert.match(problems[0]?.message ?? '', new RegExp(`^is not a known key; did you mean "${key}"\\?$`));
    }
  });

  it('is told once when a value is of another type', () => {
    for (const { index, path, key } of fields) {
      const problems = problemsAfter(index, (document) => {
        const parent = parentOf(document, path);
        parent[key] = typeof parent[key] === 'object' ? 'text' : [];
      });
      assert.equal(problems.length, 1, `${path.join('.')}: ${problems.map(formatProblem).join('\n')}`);
    }
  });

  it('is told once, or as a key too many and one too few, when a key is another', () => {
    for (const { index, path, key } of fields) {
      const problems = problemsAfter(index, (document) => {
        const parent = parentOf(document, path);
        parent['qqqqqqqq'] = parent[key];
        Reflect.deleteProperty(parent, key);
      });
      const rest = problems.filter(({ path: place }) => !place.endsWith('qqqqqqqq'));
      assert.ok(rest.length < problems.length || key === 'kind', path.join('.'));
      for (const { message } of rest) assert.match(message, /^is required/, path.join('.'));
    }
  });
});
