import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { writeDemoRegistry } from '../../demo/demo-registry.js';
import { DEMO_PROMPTS } from '../../demo/prompts.js';
import { loadRegistry } from '../../src/config/load.js';
import type { Registry } from '../../src/config/registry.js';
import { packageRoot } from '../../src/package-root.js';

function load(folder: string): Registry {
  const result = loadRegistry(folder);
  assert.ok(result.ok, JSON.stringify(result));
  return result.registry;
}

describe('demo registry', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-registry-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is valid as it stands', () => {
    const { pool, routes } = load(join(packageRoot, 'demo/registry'));
    assert.equal(pool.default, 'medium');
    assert.ok(routes.length >= 6);
  });

  it('gets the addresses and names of the upstreams', async () => {
    await writeDemoRegistry(folder, [
      { name: 'small', url: 'http://127.0.0.1:4001/v1', model: 'tiny' },
      { name: 'large', url: 'https://models.example/openai/v1', model: 'huge' },
    ]);
    const { models } = load(folder).pool;
    assert.deepEqual(models.get('small')?.backends[0]?.port, 4001);
    assert.equal(models.get('small')?.upstreamModel, 'tiny');
    assert.equal(models.get('large')?.tls, true);
    assert.equal(models.get('medium')?.upstreamModel, 'stand-in/medium');
  });

  it('holds none of the demo prompts among its examples', () => {
    const { routes } = load(join(packageRoot, 'demo/registry'));
    const examples = routes.flatMap((route) => route.examples).map((text) => text.toLowerCase());
    const prompts = JSON.stringify(DEMO_PROMPTS).toLowerCase();
    const copied = examples.filter((example) => prompts.includes(`"${example}"`));
    assert.deepEqual(copied, []);
  });
});
