import type { Tracer } from '@opentelemetry/api';
import { fail } from '../../errors.js';
import type { Decider } from '../../extproc/decider.js';
import { errorReply } from '../../mutation/error-reply.js';
import { modelsReply } from '../../mutation/models-reply.js';
import { PASS } from '../../mutation/mutation.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import { isFeedbackPath } from '../../record/parse-feedback.js';
import type { Recorder } from '../../record/recorder.js';
import { endpointOf } from '../../request/endpoint.js';
import type { RequestHead } from '../../request/request-head.js';
import type { RequestView } from '../../request/request-view.js';
import type { OpenCascade } from '../../router/cascade/open-cascade.js';
import type { Shedding } from '../../router/load/shedding.js';
import type { Memory } from '../../router/memory.js';
import type { OpenShadow } from '../../router/shadow/open-shadow.js';
import { route, type Routed } from '../../router/route.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Logger } from '../../telemetry/logger.js';
import { parentContext } from '../../telemetry/traces/trace-context.js';
import { DECIDE_TIMEOUT_S } from '../../envoy/decide-filter.js';
import type { Asker, FeedbackDesk } from '../records/feedback-desk.js';
import type { LoadWatch } from './watch-load.js';

export interface DeciderOptions {
  /** The snapshot in service; read once a request. */
  readonly snapshot: () => Snapshot;
  /** What is remembered for a snapshot; read once a request. */
  readonly memory: (snapshot: Snapshot) => Memory;
  readonly tracer: Tracer;
  readonly recorder: Recorder;
  readonly load: LoadWatch;
  /** Sees each decided request before it is recorded; called on the request's way, so quick. */
  readonly onDecided: (
    record: DecisionRecord,
    view: RequestView,
    snapshot: Snapshot,
    shedding: Shedding,
  ) => void;
  /** Takes the cascades whose answers will be judged. */
  readonly onCascade: (decision: string, cascade: OpenCascade) => void;
  /** Takes the requests of which a copy goes to another model. */
  readonly onShadow: (requestId: string, record: DecisionRecord, shadow: OpenShadow) => void;
  readonly feedback: FeedbackDesk;
  readonly logger: Logger;
}

/** Ties the router to the ext_proc conversation and the recorder. */
export function createDecider({
  snapshot,
  memory,
  tracer,
  recorder,
  load,
  onDecided,
  onCascade,
  onShadow,
  feedback,
  logger,
}: DeciderOptions): Decider {
  return {
    onHeaders(head) {
      if (isFeedbackPath(head.path)) return feedback.onHeaders(head);
      if (endpointOf(head.path) === undefined) {
        return modelsReply(head.method, head.path, snapshot().listed) ?? PASS;
      }
      if (head.method === 'POST') return load.passes() ? PASS : undefined;
      const message = `${head.method} is not known here. Use POST.`;
      return errorReply(fail('method_not_allowed', message).problem, [['allow', 'POST']]);
    },

    async onBody(head, body, { requestId, traceHeaders, arrivedAt }) {
      const current = snapshot();
      if (isFeedbackPath(head.path)) return feedback.onBody(body, askerOf(head, current));
      const trace = { tracer, context: parentContext({ ...traceHeaders }) };
      const remembered = memory(current);
      const waitedMs = arrivedAt === undefined ? undefined : performance.now() - arrivedAt;
      // What has begun must end: nothing that could throw stands outside of route from here on.
      const shedding = load.begin(waitedMs);
      if (isTooLate(waitedMs, shedding)) {
        load.end();
        return PASS;
      }
      const shown = { head, body, requestId, shedding };
      let routed: Routed;
      try {
        routed = await route(shown, current, remembered, trace);
      } finally {
        load.end();
      }
      const { mutation, view, record, cascade, shadow, discontent, problem } = routed;
      if (record !== undefined && view !== undefined) {
        onDecided(record, view, current, shedding);
        feedback.decided(record.id, record.tenant);
        if (discontent !== undefined) feedback.noticed(discontent);
        recorder.decided(record, current.plan);
        if (cascade !== undefined) onCascade(record.id, cascade);
        if (shadow !== undefined) onShadow(requestId, record, shadow);
      }
      if (problem !== undefined) {
        logger.info({ requestId, code: problem.code, param: problem.param }, 'refused');
      }
      return mutation;
    },
  };
}

/**
 * Whether Envoy has given up on the request, so that to decide it would be in vain. A long wait tells so only of an overloaded
 * process: else it was the client that sent its body slowly.
 */
function isTooLate(waitedMs: number | undefined, shedding: Shedding): boolean {
  return waitedMs !== undefined && waitedMs > DECIDE_TIMEOUT_S * 1_000 && shedding.sheds('decision');
}

/** Feedback may name what is in service now. */
function askerOf({ headers }: RequestHead, { registry: { policy, pool, routes } }: Snapshot): Asker {
  return {
    tenant: headers.get(policy.tenantHeader),
    routes: routes.map(({ name }) => name),
    models: [...pool.models.keys()],
  };
}
