import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startMissingModels } from '../../demo/own-registry.js';
import { startStandInModel } from '../../demo/stand-in-model.js';
import { createCleanUp } from '../support/clean-up.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const POOL = (small: string, large: string): string => `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: far
  models:
    - { name: small, url: '${small}', model: org/small }
    - { name: large, url: '${large}' }
    - { name: far, url: 'https://models.example/v1' }
`;

const ROUTE = `
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: hello }
spec: { examples: [hello], target: small }
`;

describe('stand-ins for the models of a registry', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());
  const folder = temporaryFolder();

  it('take the places that are free on this machine, and no others', async () => {
    const there = await startStandInModel({ name: 'large' });
    cleanUp.add(() => there.close());
    const gone = await startStandInModel({ name: 'gone' });
    await gone.close();
    writeFileSync(join(folder, 'pool.yaml'), POOL(gone.url, there.url) + ROUTE);
    const pool = await startMissingModels(folder);
    cleanUp.add(() => pool.close());
    assert.deepEqual(
      pool.models.map(({ name, url }) => [name, url]),
      [['org/small', gone.url]],
    );
    assert.deepEqual(pool.upstreams, [
      { name: 'small', url: gone.url, model: 'a stand-in for org/small' },
      { name: 'large', url: there.url, model: 'large' },
      { name: 'far', url: 'https://models.example:443/v1', model: 'far' },
    ]);
    const answer = await fetch(`${gone.url}/models`);
    assert.match(await answer.text(), /org\/small/);
  });

  it('are not started for a registry that is not valid', async () => {
    writeFileSync(join(folder, 'pool.yaml'), POOL('ftp://x', 'http://127.0.0.1:9'));
    await assert.rejects(startMissingModels(folder), { code: 'usage', message: /spec\.models\[0\]\.url/ });
  });
});
