import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadedConfig } from '../../../src/admin/api/config.js';
import { configEndpoints } from '../../../src/admin/endpoints/config.js';
import type { RegistryProblem } from '../../../src/config/problem.js';
import { compile } from '../../../src/router/compile/compile.js';
import type { Reloader } from '../../../src/router/reload.js';
import { buildAdminView } from '../../support/build-admin-view.js';
import { buildCascade, buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { callEndpoint, jsonReply } from '../../support/call-endpoint.js';

const PROBLEM: RegistryProblem = {
  ...{ file: 'registry/pool.yaml', line: 3, column: 5, path: 'spec.default' },
  message: '"x" is no model',
  code: 'registry_reference',
};

async function buildReloader(): Promise<Reloader> {
  const apiKey = { file: '/secret/key', header: 'authorization', prefix: 'Bearer ' };
  const backends = [{ host: '::1', port: 8000, weight: 1 }];
  const models = [buildModel('large', { apiKey, quality: 0.9 }), buildModel('small', { backends })] as const;
  const smalltalk = buildRoute('smalltalk', 'small', {
    examples: ['a prompt nobody else may see'],
    match: [{ headers: [{ name: 'x-customer', exact: 'nobody else may know' }], path: '/v1' }],
  });
  const cascade = buildCascade(['small', 'large']);
  const code = { ...buildRoute('code', '', { cascade, priority: 5 }), target: undefined };
  const shadow = { share: 0.1, model: 'large' };
  const registry = buildRegistry(models, [code, smalltalk], { shadow });
  return {
    current: await compile(registry, {}),
    status: { loads: 2, refusals: 1, loadedAt: 0, problems: [PROBLEM], error: undefined },
    reload: () => Promise.resolve(),
    equip: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

async function configOf(reloader: Reloader | undefined): Promise<unknown> {
  return jsonReply(await callEndpoint(configEndpoints(buildAdminView({ reloader })), 'GET /config'))[1];
}

describe('GET /config', () => {
  it('says so when no registry is in service yet', async () => {
    assert.deepEqual(await configOf(undefined), { loaded: false, dragoman: '1.2.3' });
  });

  it('shows what is in service, since when, and what was refused', async () => {
    const { models, routes, policy, ...rest } = (await configOf(await buildReloader())) as LoadedConfig;
    assert.deepEqual(rest, {
      ...{ loaded: true, dragoman: '1.2.3', version: '0123456789ab', directory: 'registry', files: [] },
      ...{ loads: 2, refusals: 1, loadedAt: '1970-01-01T00:00:00.000Z', problems: [PROBLEM], error: null },
      ...{ default: 'large', aliases: ['auto'], experiment: null, encoder: null, bundle: null },
    });
    assert.deepEqual(
      models.map(({ name, hasKey, price, quality, backends }) => [name, hasKey, price, quality, backends]),
      [
        ['large', true, { input: 1, output: 1 }, 0.9, ['large.example:8000']],
        ['small', false, { input: 1, output: 1 }, null, ['[::1]:8000']],
      ],
    );
    assert.deepEqual(
      routes.map(({ name, target, examples, matches }) => [name, target, examples, matches]),
      [
        ['code', { kind: 'cascade', tiers: ['small', 'large'], bar: 0.5 }, 0, []],
        ['smalltalk', { kind: 'model', model: 'small' }, 1, [['headers', 'path']]],
      ],
    );
    assert.deepEqual(
      [policy.shadow, policy.controlGroup, policy.fastHead],
      [...[{ share: 0.1, model: 'large' }, null, false]],
    );
  });

  it('shows neither keys, nor prompts, nor what rules look for', async () => {
    assert.doesNotMatch(JSON.stringify(await configOf(await buildReloader())), /secret|nobody else/);
  });
});
