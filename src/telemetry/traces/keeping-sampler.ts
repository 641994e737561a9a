import { TraceFlags } from '@opentelemetry/api';
import {
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { HeadSampling } from './trace-settings.js';

/**
 * Takes the traces that head sampling takes. Spans of the others are recorded but not sampled, so that {@link HeldDecisions}
 * may yet export them; nobody who is called sees them as sampled. A span with a link follows what it is linked to.
 *
 * @param records whether the others are recorded; without it they cost next to nothing
 */
export function keepingSampler({ followsParent, ratio }: HeadSampling, records: boolean): Sampler {
  const root = new TraceIdRatioBasedSampler(ratio);
  const head = followsParent ? new ParentBasedSampler({ root }) : root;
  const leftOut = records ? SamplingDecision.RECORD : SamplingDecision.NOT_RECORD;
  return {
    shouldSample(context, traceId, name, kind, attributes, links) {
      const linked = links[0]?.context;
      if (linked === undefined) {
        const result = head.shouldSample(context, traceId, name, kind, attributes, links);
        return result.decision === SamplingDecision.NOT_RECORD ? { ...result, decision: leftOut } : result;
      }
      const isSampled = (linked.traceFlags & TraceFlags.SAMPLED) !== 0;
      return { decision: isSampled ? SamplingDecision.RECORD_AND_SAMPLED : leftOut };
    },
    toString: () => `Keeping{${head.toString()}}`,
  };
}
