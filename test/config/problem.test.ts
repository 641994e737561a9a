import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatPath, formatProblem, quote } from '../../src/config/problem.js';

it('formatProblem leaves out what a problem lacks', () => {
  const problem = {
    file: 'a.yaml',
    line: 2,
    column: 3,
    path: 'spec.x',
    message: 'is wrong',
    code: 'registry_invalid',
  } as const;
  assert.equal(formatProblem(problem), 'a.yaml:2:3 spec.x is wrong');
  assert.equal(formatProblem({ ...problem, path: '' }), 'a.yaml:2:3 is wrong');
  assert.equal(formatProblem({ ...problem, line: 0, column: 0, path: '' }), 'a.yaml is wrong');
});

it('formatPath quotes keys that are no plain words', () => {
  assert.equal(formatPath(['spec', 'models', 2, 'url']), 'spec.models[2].url');
  assert.equal(formatPath(['metadata', 'labels', 'a/b.c']), 'metadata.labels["a/b.c"]');
  assert.equal(formatPath([]), '');
});

it('quote cuts long text and only names collections', () => {
  assert.equal(quote('x'.repeat(100)).length, 63);
  assert.deepEqual([[], {}, null, Infinity, true].map(quote), [
    'a list',
    'a mapping',
    'nothing',
    'Infinity',
    'true',
  ]);
});
