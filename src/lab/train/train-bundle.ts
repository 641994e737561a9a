import { PART_NAMES } from '../../bundle/bundle.js';
import type { UnnamedBundle } from '../../bundle/bundle-file.js';
import type { Learned, Workshop } from './learned.js';
import { learnGate } from './learn-gate.js';
import { learnOutcomes } from './learn-outcomes.js';
import { learnRoutes } from './learn-routes.js';
import { fingerprintLessons, type Lessons } from './lessons.js';

/**
 * Trains each part for which there is enough to learn from, and keeps those that are not worse than what is in service.
 * The same lessons, registry, parent and seed give the same bundle.
 *
 * @param command as the lineage tells it
 */
export async function trainBundle(
  lessons: Lessons,
  workshop: Workshop,
  command: string,
): Promise<UnnamedBundle> {
  const learned = {
    routes: await learnRoutes(lessons.routes, workshop),
    outcomes: await learnOutcomes(lessons.outcomes, workshop),
    gate: await learnGate(lessons.gate, workshop),
  };
  const { parent, encoder } = workshop;
  const leftOut = Object.fromEntries(
    PART_NAMES.flatMap((part) => {
      const one: Learned<unknown> = learned[part];
      return 'leftOut' in one ? [[part, one.leftOut] as const] : [];
    }),
  );
  const inherited = parent?.encoder === encoder ? parent : undefined;
  const { routes, outcomes, gate } = {
    routes: partOf(learned.routes, inherited?.routes),
    outcomes: partOf(learned.outcomes, inherited?.outcomes),
    gate: partOf(learned.gate, inherited?.gate),
  };
  return {
    encoder,
    ...(routes && { routes }),
    ...(outcomes && { outcomes }),
    ...(gate && { gate }),
    leftOut,
    data: fingerprintLessons(lessons),
    lineage: {
      parent: parent?.version ?? null,
      registry: workshop.registry.version,
      command,
      seed: workshop.seed,
    },
  };
}

/** What was trained, or else what is in service: a part that is not trained anew stays as it is. */
function partOf<T>(learned: Learned<T>, inService: T | undefined): T | undefined {
  return 'part' in learned ? learned.part : inService;
}

/** Whether nothing in it was trained. */
export function isOld({ leftOut }: UnnamedBundle): boolean {
  return PART_NAMES.every((part) => leftOut[part] !== undefined);
}
