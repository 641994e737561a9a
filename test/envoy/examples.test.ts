import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { after, before, describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import type { RegistryModel } from '../../src/config/registry.js';
import { renderStaticEnvoy } from '../../src/envoy/render.js';
import { packageRoot } from '../../src/package-root.js';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { SAMPLE_OPTIONS } from './sample-registry.js';

describe('envoy --mode validate', () => {
  const examples = join(packageRoot, 'examples');
  let directory: string;
  let envoy: string;

  before(async () => {
    envoy = await envoyBinary();
    directory = mkdtempSync(join(tmpdir(), 'examples-'));
    writeFileSync(join(directory, 'ca.pem'), rootCertificates.join('\n'));
    writeFileSync(join(directory, 'key'), 'secret');
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  /** Envoy reads environment and files also when it only validates. */
  function withKeyHere(model: RegistryModel, keys: Record<string, string>): RegistryModel {
    if (model.apiKey?.env !== undefined) keys[model.apiKey.env] = 'secret';
    if (model.apiKey?.file === undefined) return model;
    return { ...model, apiKey: { ...model.apiKey, file: join(directory, 'key') } };
  }

  for (const name of readdirSync(examples)) {
    for (const traced of [false, true]) {
      it(`accepts what examples/${name} becomes, ${traced ? 'with' : 'without'} tracing`, () => {
        const result = loadRegistry(join(examples, name));
        assert.ok(result.ok, JSON.stringify(result));
        const { registry } = result;
        const keys: Record<string, string> = {};
        const models = [...registry.pool.models].map(
          ([key, model]) => [key, withKeyHere(model, keys)] as const,
        );
        const options = {
          ...SAMPLE_OPTIONS,
          systemCaFile: join(directory, 'ca.pem'),
          ...(traced ? { otlp: { host: 'collector', port: 4318, path: '/v1/traces', share: 0.5 } } : {}),
        };
        const file = join(directory, `${name}.yaml`);
        const pool = { ...registry.pool, models: new Map(models) };
        writeFileSync(file, renderStaticEnvoy({ ...registry, pool }, options));
        const output = execFileSync(envoy, ['--mode', 'validate', '-l', 'error', '-c', file], {
          env: { ...process.env, ...keys },
          encoding: 'utf8',
        });
        assert.match(output, /OK/);
      });
    }
  }
});
