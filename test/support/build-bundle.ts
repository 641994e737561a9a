import type { Bundle, PairedTrial, RouteHeads } from '../../src/bundle/bundle.js';
import { type BundleText, formatBundle, type UnnamedBundle } from '../../src/bundle/bundle-file.js';
import type { Registry } from '../../src/config/registry.js';
import { createPace } from '../../src/heads/pace.js';
import { runFitJob } from '../../src/router/compile/fit-job.js';
import { fingerprintOfExamples, makeFitJob, makeFitSet } from '../../src/router/compile/make-fit-job.js';
import { fakeEncoder, hashWords } from './fake-encoder.js';

export const TRIAL: PairedTrial = { rows: 40, before: 0.8, after: 0.9, low: 0.02, high: 0.18 };

/** A bundle without parts, but for what a test says. */
export function buildBundle(more: Partial<UnnamedBundle> = {}): UnnamedBundle {
  return {
    encoder: fakeEncoder().checksum,
    leftOut: {},
    data: { sources: { file: 40 }, hash: 'a'.repeat(64), from: null, until: null },
    lineage: { parent: null, registry: 'registry-one', command: 'train --seed 1', seed: 1 },
    ...more,
  };
}

/**
 * A part of a bundle for the routes of a registry, fitted with the fake encoder.
 *
 * @param labels more examples by route
 */
export async function buildRoutesPart(
  registry: Registry,
  labels: Readonly<Record<string, readonly string[]>> = {},
): Promise<NonNullable<Bundle['routes']>> {
  const routes = registry.routes.map((route) => ({
    ...route,
    examples: [...route.examples, ...(labels[route.name] ?? [])],
  }));
  return {
    examples: fingerprintOfExamples(registry),
    labels: Object.values(labels).flat().length,
    heads: await fitHeadsOf({ ...registry, routes }),
    crossValidated: { rows: 20, accuracy: 0.9, calibrationError: 0.05 },
    heldOut: { ...TRIAL, calibrationError: 0.04 },
  };
}

async function fitHeadsOf(registry: Registry): Promise<RouteHeads> {
  const pace = createPace();
  const full = await makeFitSet(registry, hashWords, pace);
  const job = await makeFitJob(registry, full, { table: undefined, encoder: fakeEncoder() }, pace);
  return runFitJob(job);
}

/** The text of a bundle that differs from others in nothing but its parent. */
export function bundleText(parent: string): BundleText {
  return formatBundle(
    buildBundle({ lineage: { parent, registry: 'registry-one', command: 'train --seed 1', seed: 1 } }),
  );
}
