import { type ExtProcServer, startExtProcServer } from '../../extproc/server.js';
import type { Reloader } from '../../router/reload.js';
import type { Logger } from '../../telemetry/logger.js';
import { countRefusals } from './count-refusals.js';
import { createDecider } from './decider.js';
import type { Candidates } from '../bundles/start-candidates.js';
import type { Cascades } from '../answers/start-cascades.js';
import { followNames } from '../registry/follow-names.js';
import type { ServiceMemory } from './start-memory.js';
import type { LoadWatch } from './watch-load.js';
import { reportUndecided } from '../records/start-recorder.js';
import type { Recording } from '../records/start-recording.js';
import type { Shadows } from '../answers/start-shadows.js';

/** The largest `limits.maxBodyBytes` that a registry may set, so that a reload can raise it; each request meets the real one. */
const LARGEST_BODY_BYTES = 67_108_864;

export interface ServerParts {
  readonly reloader: Reloader;
  readonly recording: Recording;
  readonly memory: ServiceMemory;
  readonly load: LoadWatch;
  readonly cascades: Cascades;
  readonly shadows: Shadows;
  /** `undefined` without a folder of bundles. */
  readonly candidates: Candidates | undefined;
}

/** Lets Envoy in: requests, answers that are judged, and reports of what is over. */
export function startServer(
  { listen, logger }: { readonly listen: string; readonly logger: Logger },
  { reloader, recording, memory, load, cascades, shadows, candidates }: ServerParts,
): Promise<ExtProcServer> {
  const { recorder, records, tracing, metrics, feedback } = recording;
  const follow = followNames(reloader, metrics);
  return startExtProcServer({
    bind: listen,
    maxBodyBytes: LARGEST_BODY_BYTES,
    decider: countRefusals(
      metrics,
      createDecider({
        snapshot: () => reloader.current,
        memory: (snapshot) => memory.for(snapshot),
        tracer: tracing.tracer,
        recorder,
        load,
        onDecided: (record, view, current, shedding) => {
          follow();
          metrics.decided(record);
          const { text } = current.registry.policy.records;
          if (records !== undefined && text !== 'none' && !shedding.sheds('prompt'))
            records.keepPrompt(record.id, view, text);
          if (candidates?.isJudging === true && !shedding.sheds('challenge'))
            candidates.challenge(record, view, current);
        },
        onCascade: cascades.open,
        onShadow: shadows.open,
        feedback,
        logger,
      }),
    ),
    gatekeeper: cascades.gatekeeper,
    observer: shadows.observer,
    onOutcomes: (outcomes) => {
      recorder.finished(outcomes);
      cascades.close(outcomes);
      memory.observe(outcomes);
      reportUndecided(outcomes, metrics, logger);
    },
    onReporting: (reporting) => {
      if (reporting) recorder.expectOutcomes(true);
    },
    onError: (error) => {
      metrics.processingFailed();
      logger.error({ err: error }, 'a conversation with Envoy failed; its request goes on');
    },
  });
}
