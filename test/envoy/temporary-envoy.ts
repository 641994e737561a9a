import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '../../src/config/registry.js';
import type { EnvoyOptions } from '../../src/envoy/envoy-options.js';
import { renderEnvoy } from '../../src/envoy/render.js';
import { writeXds } from '../../src/envoy/write-xds.js';
import { type EnvoyProcess, startEnvoy } from '../support/envoy-process.js';
import { SAMPLE_OPTIONS } from './sample-registry.js';

/** A real Envoy in front of upstreams. No Dragoman listens at its socket unless the test starts one there. */
export interface TemporaryEnvoy extends EnvoyProcess {
  readonly directory: string;
  /** Where a test may serve decisions. */
  readonly socket: string;
  /** Writes the files anew from another registry. */
  update(registry: Registry): void;
}

export async function startTemporaryEnvoy(
  registry: Registry,
  environment: Readonly<Record<string, string>> = {},
): Promise<TemporaryEnvoy> {
  const directory = mkdtempSync(join(tmpdir(), 'envoy-'));
  const socket = join(directory, 'dragoman.sock');
  const options: EnvoyOptions = {
    ...SAMPLE_OPTIONS,
    dragoman: { kind: 'unix', path: socket },
    xdsDirectory: directory,
  };
  const update = (next: Registry): void => {
    writeXds(directory, renderEnvoy(next, options));
  };
  update(registry);
  const envoy = await startEnvoy(directory, environment);
  return {
    ...envoy,
    directory,
    socket,
    update,
    stop: async () => {
      await envoy.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
