import { loadRegistry } from '../src/config/load.js';
import { formatProblem } from '../src/config/problem.js';
import type { RegistryModel } from '../src/config/registry.js';
import { DragomanError } from '../src/errors.js';
import { startStandInModel, type StandInModel } from './stand-in-model.js';
import type { StandInPool, Upstream } from './upstreams.js';

/** Hosts at which a stand-in can take a model's place. */
const THIS_MACHINE: readonly string[] = ['127.0.0.1', 'localhost'];

/**
 * Starts a stand-in for each model of a registry that should be on this machine and is not there; what answers already, and
 * models elsewhere, are left as they are.
 *
 * @throws DragomanError `usage` for a registry that is not valid
 */
export async function startMissingModels(registry: string): Promise<StandInPool> {
  const result = loadRegistry(registry);
  if (!result.ok) {
    const problems = result.problems.map((problem) => `  ${formatProblem(problem)}`);
    throw new DragomanError('usage', ['The registry is not valid:', ...problems].join('\n'));
  }
  const pool = [...result.registry.pool.models.values()];
  const models: StandInModel[] = [];
  for (const model of pool) {
    for (const port of localPorts(model)) {
      const standIn = await startUnlessTaken(model.upstreamModel, port);
      if (standIn !== undefined) models.push(standIn);
    }
  }
  return {
    models,
    upstreams: pool.map((model) => upstreamOf(model, models)),
    close: async () => {
      await Promise.all(models.map((model) => model.close()));
    },
  };
}

function localPorts({ backends, tls }: RegistryModel): readonly number[] {
  return tls ? [] : backends.filter(({ host }) => THIS_MACHINE.includes(host)).map(({ port }) => port);
}

async function startUnlessTaken(name: string, port: number): Promise<StandInModel | undefined> {
  try {
    return await startStandInModel({ name, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

function upstreamOf(model: RegistryModel, standIns: readonly StandInModel[]): Upstream {
  const [first] = model.backends;
  const url = `${model.tls ? 'https' : 'http'}://${first?.host ?? ''}:${first?.port ?? 0}${model.pathPrefix}`;
  const isStandIn = localPorts(model).some((port) => standIns.some((standIn) => standIn.port === port));
  return {
    name: model.name,
    url,
    model: isStandIn ? `a stand-in for ${model.upstreamModel}` : model.upstreamModel,
  };
}
