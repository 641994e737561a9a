import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { renderEnvoy } from '../../src/envoy/render.js';
import { writeXds } from '../../src/envoy/write-xds.js';
import { SAMPLE_OPTIONS, sampleModel, sampleRegistry } from './sample-registry.js';

describe('writeXds', () => {
  const directory = mkdtempSync(join(tmpdir(), 'xds-'));
  const keyed = { apiKey: { env: 'KEY', header: 'authorization', prefix: 'Bearer ' } };
  const one = sampleRegistry([sampleModel('one', keyed)]);
  const two = sampleRegistry([sampleModel('one', keyed), sampleModel('two', keyed)]);
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it('writes secrets, clusters, routes, the listener and the bootstrap, in this order', () => {
    const files = renderEnvoy(one, SAMPLE_OPTIONS);
    const folder = join(directory, 'new');
    assert.deepEqual(writeXds(folder, files), [
      'secret-one.yaml',
      'cds.yaml',
      'rds.yaml',
      'lds.yaml',
      'envoy.yaml',
    ]);
    assert.deepEqual(readdirSync(folder).sort(), Object.keys(files).sort());
    assert.equal(readFileSync(join(folder, 'cds.yaml'), 'utf8'), files['cds.yaml']);
  });

  it('does not touch what has not changed', () => {
    writeXds(directory, renderEnvoy(one, SAMPLE_OPTIONS));
    assert.deepEqual(writeXds(directory, renderEnvoy(one, SAMPLE_OPTIONS)), []);
    assert.deepEqual(writeXds(directory, renderEnvoy(two, SAMPLE_OPTIONS)), ['secret-two.yaml', 'cds.yaml']);
  });
});
