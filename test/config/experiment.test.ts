import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { FIXTURES } from './fixtures.js';

describe('the experiment of a registry', () => {
  const loaded = loadRegistry(join(FIXTURES, 'good/experiment'));
  assert.ok(loaded.ok);
  const { registry, warnings } = loaded;
  const { name, share, registry: own } = registry.experiment ?? assert.fail('there is none');

  it('decides by its own routes and policy, in the same pool', () => {
    assert.deepEqual([name, share], ['bolder', 0.25]);
    assert.deepEqual(
      [registry, own].map(({ routes }) => routes.map(({ target }) => target)),
      [['large'], ['small']],
    );
    assert.deepEqual([registry.policy.margin, own.policy.margin], [0.2, 0.05]);
    assert.equal(own.pool, registry.pool);
    assert.equal(own.experiment, undefined);
  });

  it('reads tenants as the registry does, and is told apart in records', () => {
    assert.equal(own.policy.tenantHeader, 'x-team');
    assert.equal(own.version, `${registry.version}+bolder`);
  });

  it('is part of the registry: its files are watched', () => {
    assert.deepEqual(registry.files, ['registry.yaml', 'bolder.routes']);
    assert.deepEqual(
      warnings.map(({ path }) => path),
      ['spec.tenantHeader'],
      'what an experiment cannot have is told',
    );
  });
});
