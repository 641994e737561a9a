import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFreePort } from '../../demo/free-port.js';
import { startRouter, type Router } from '../../demo/stack.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { writeBenchRegistry } from '../registry.js';
import { startScript } from '../start-script.js';
import { OBSERVED_TARGETS, type ObservedTarget, TRACE_RATIO } from './observability-figures.js';

export interface Observed {
  readonly of: Readonly<Record<ObservedTarget, Router>>;
  stop(): Promise<void>;
}

interface Place {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
}

/** Starts the upstream, the collector, and for each target an Envoy and a Dragoman. The caller stops them. */
export async function startObserved(place: Place): Promise<Observed> {
  const work = join(place.work, 'observed');
  const registry = join(work, 'registry');
  await mkdir(registry, { recursive: true });
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const each of running.splice(0).reverse()) await each.stop();
  };
  const startHttp = async (script: string): Promise<number> => {
    const port = await randomFreePort();
    const child = startScript(script, String(port), work);
    running.push(child);
    await waitFor(script, () => isOk(`http://127.0.0.1:${port}/`), child);
    return port;
  };
  try {
    await writeBenchRegistry(registry, await startHttp('path/upstream'));
    const collector = `http://127.0.0.1:${await startHttp('observability/collector')}`;
    const routers: Partial<Record<ObservedTarget, Router>> = {};
    for (const target of OBSERVED_TARGETS) {
      const router = await startOne({ work: join(work, target), envoy: place.envoy }, registry, {
        collector,
        ratio: TRACE_RATIO[target],
      });
      running.push(router);
      routers[target] = router;
    }
    return { of: routers as Record<ObservedTarget, Router>, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOne(
  { work, envoy }: Place,
  registry: string,
  { collector, ratio }: { readonly collector: string; readonly ratio: number | undefined },
): Promise<Router> {
  await mkdir(work);
  const watched = {
    flags: ['--records', `sqlite:${join(work, 'records.db')}`],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: String(ratio),
      // Instead of five seconds, so that a cell of the bench ends soon.
      OTEL_BSP_SCHEDULE_DELAY: '1000',
    },
  };
  return startRouter({
    ...{ registry, work, logs: work, envoy },
    ...(ratio !== undefined && watched),
    ports: {
      listener: await randomFreePort(),
      internal: await randomFreePort(),
      envoyAdmin: await randomFreePort(),
      admin: await randomFreePort(),
    },
  });
}
