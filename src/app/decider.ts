import type { Tracer } from '@opentelemetry/api';
import { fail } from '../errors.js';
import type { Decider } from '../extproc/decider.js';
import { errorReply } from '../mutation/error-reply.js';
import { modelsReply } from '../mutation/models-reply.js';
import type { TokenPrice } from '../outcome/cost.js';
import type { Recorder } from '../record/recorder.js';
import { endpointOf } from '../request/endpoint.js';
import type { OpenCascade } from '../router/cascade/open-cascade.js';
import type { Memory } from '../router/memory.js';
import { route } from '../router/route.js';
import type { Snapshot } from '../router/snapshot.js';
import type { Logger } from '../telemetry/logger.js';
import { parentContext } from '../telemetry/tracing.js';

export interface DeciderOptions {
  /** The snapshot in service; read once a request. */
  readonly snapshot: () => Snapshot;
  /** What is remembered for a snapshot; read once a request. */
  readonly memory: (snapshot: Snapshot) => Memory;
  readonly tracer: Tracer;
  readonly recorder: Recorder;
  /** Takes the cascades whose answers will be judged. */
  readonly onCascade: (decision: string, cascade: OpenCascade) => void;
  readonly logger: Logger;
}

const FREE: TokenPrice = { input: 0, output: 0 };

/** Ties the router to the ext_proc conversation and the recorder. */
export function createDecider({
  snapshot,
  memory,
  tracer,
  recorder,
  onCascade,
  logger,
}: DeciderOptions): Decider {
  return {
    onHeaders(head) {
      if (endpointOf(head.path) === undefined) {
        return modelsReply(head.method, head.path, snapshot().listed) ?? { kind: 'pass' };
      }
      if (head.method === 'POST') return undefined;
      const message = `${head.method} is not known here. Use POST.`;
      return errorReply(fail('method_not_allowed', message).problem, [['allow', 'POST']]);
    },

    async onBody(head, body, { requestId, traceHeaders }) {
      const current = snapshot();
      const trace = { tracer, context: parentContext({ ...traceHeaders }) };
      const exchange = { head, body, requestId };
      const { mutation, record, cascade, problem } = await route(exchange, current, memory(current), trace);
      if (record !== undefined) {
        const { models } = current.registry.pool;
        recorder.decided(record, (model) => models.get(model)?.price ?? FREE);
        if (cascade !== undefined) onCascade(record.id, cascade);
      }
      if (problem !== undefined) {
        logger.info({ requestId, code: problem.code, param: problem.param }, 'refused');
      }
      return mutation;
    },
  };
}
