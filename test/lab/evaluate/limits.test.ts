import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DragomanError } from '../../../src/errors.js';
import { diffRegistries } from '../../../src/lab/evaluate/diff-registries.js';
import { evaluate } from '../../../src/lab/evaluate/evaluate.js';
import { checkDiff, checkEvaluation, type Limits } from '../../../src/lab/evaluate/limits.js';
import { readLimits } from '../../../src/lab/evaluate/read-limits.js';
import { buildModel, buildRegistry } from '../../support/build-registry.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { buildAnswer, buildRow } from './build-answer.js';

const ROUTES = new Set(['cat', 'dog']);

describe('readLimits', () => {
  const folder = temporaryFolder();
  const read = (text: string, name = 'limits.yaml'): Limits => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return readLimits(file, ROUTES);
  };

  it('reads YAML and JSON', () => {
    const yaml = read('accuracy: 0.9\nroutes:\n  cat: {recall: 0.8, precision: 0.7}\n');
    const json = read(
      '{"accuracy": 0.9, "routes": {"cat": {"recall": 0.8, "precision": 0.7}}}',
      'limits.json',
    );
    assert.deepEqual(yaml, json);
    assert.deepEqual([...yaml.overall], [['accuracy', 0.9]]);
    assert.equal(yaml.routes.get('cat')?.get('recall'), 0.8);
    assert.equal(read('').overall.size, 0);
  });

  it('tells every key, route and number that cannot be, with its line', () => {
    const text = [
      'acuracy: 0.9',
      'ece: 5',
      'undecided: -1',
      'accuracy: high',
      'routes:',
      '  cow: {recall: 0.5}',
      '  dgo: {recall: 0.5}',
      '  cat: {recal: 0.5}',
      '  dog: 0.5',
    ].join('\n');
    assert.throws(
      () => read(text),
      (error) => {
        assert.ok(error instanceof DragomanError && error.code === 'data_invalid');
        const told = error.message.split('\n').map((line) => line.replace(/^.*limits\.yaml:/, ''));
        assert.deepEqual(told, [
          '1:1 acuracy is no limit; did you mean "accuracy"?',
          '2:1 ece must be a share from 0 to 1, got 5; did you mean 0.05?',
          '3:1 undecided must be a share from 0 to 1, got -1',
          '4:1 accuracy must be a share from 0 to 1, got "high"',
          '6:3 routes.cow is no route of the registry',
          '7:3 routes.dgo is no route of the registry; did you mean "dog"?',
          '8:9 routes.cat.recal is no limit; did you mean "recall"?',
          '9:3 routes.dog must be a mapping of limits, got 0.5',
        ]);
        return true;
      },
    );
  });

  it('refuses what is no mapping, no YAML or not there', () => {
    assert.throws(() => read('- accuracy'), /must be a mapping of limits, got a list/);
    assert.throws(() => read('{'), DragomanError);
    assert.throws(() => readLimits(join(folder, 'none.yaml'), ROUTES), /cannot be read: ENOENT/);
  });
});

const limitsOf = (overall: Limits['overall'], routes: Limits['routes'] = new Map()): Limits => ({
  overall,
  routes,
});

describe('checkEvaluation', () => {
  const rows = [
    buildRow('cat', 'cat'),
    buildRow('cat', 'dog'),
    buildRow('dog', 'dog'),
    buildRow('dog', 'dog'),
  ];
  const evaluation = evaluate(rows, { registry: '', failed: 0, failures: [], ignored: 0 });

  it('says which limits are kept', () => {
    const limits = limitsOf(
      new Map([
        ['accuracy', 0.75],
        ['macroRecall', 0.8],
        ['costPerThousand', 0.5],
        ['changed', 0],
      ]),
      new Map([['cat', new Map([['recall', 0.6]])]]),
    );
    assert.deepEqual(
      checkEvaluation(limits, evaluation).map(({ name, kept, value }) => [name, kept, value]),
      [
        ['accuracy', true, 0.75],
        ['macro recall', false, 0.75],
        ['US$ per 1,000 prompts', false, 1],
        ['recall of cat', false, 0.5],
      ],
    );
  });

  it('does not keep a limit that the data says nothing about', () => {
    const [check] = checkEvaluation(limitsOf(new Map([['outOfScopeRecall', 0]])), evaluation);
    assert.deepEqual([check?.kept, check?.value], [false, null]);
  });
});

describe('checkDiff', () => {
  const registry = buildRegistry([buildModel('small')]);
  const row = (before: string, after: string): Parameters<typeof diffRegistries>[0][0] => ({
    old: buildAnswer(before),
    next: buildAnswer(after, { cost: 0.0015 }),
    label: { routes: ['cat'], model: undefined },
  });
  const diff = diffRegistries(
    [row('cat', 'cat'), row('cat', 'dog'), row('cat', 'cat'), row('cat', 'cat')],
    { old: registry, next: registry },
    { failed: 0, failures: [], ignored: 0 },
  );

  it('holds shares, losses and cost against limits', () => {
    const limits = limitsOf(
      new Map([
        ['changed', 0.25],
        ['changedModel', 0],
        ['accuracyLoss', 0.2],
        ['recallLoss', 0.3],
        ['costIncrease', 0.4],
        ['accuracy', 1],
      ]),
      new Map([['cat', new Map([['recallLoss', 0.1]])]]),
    );
    assert.deepEqual(
      checkDiff(limits, diff).map(({ name, kept }) => [name, kept]),
      [
        ['prompts that change route', true],
        ['prompts that change model', true],
        ['loss of accuracy', false],
        ["loss of a route's recall", true],
        ['increase of cost', false],
        ['loss of recall of cat', false],
      ],
    );
  });
});
