import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { formatProblem } from '../../src/config/problem.js';
import { packageRoot } from '../../src/package-root.js';
import { registryOf } from './fixtures.js';

const EXAMPLES = join(packageRoot, 'examples');

describe('the examples', () => {
  for (const name of readdirSync(EXAMPLES)) {
    it(`${name} is valid, and nothing in it is doubtful`, () => {
      const result = loadRegistry(join(EXAMPLES, name));
      const { problems } = result.ok ? { problems: result.warnings } : result;
      assert.deepEqual(problems.map(formatProblem), []);
    });
  }

  it('have a cascade of two tiers, which routes without a goal share', () => {
    const { routes } = registryOf(join(EXAMPLES, 'cascade'));
    const tiers = routes.map(({ name, cascade }) => [name, cascade?.tiers.map(({ model }) => model)]);
    assert.deepEqual(Object.fromEntries(tiers), {
      questions: ['small', 'large'],
      extraction: ['small', 'large'],
      programming: undefined,
    });
  });
});
