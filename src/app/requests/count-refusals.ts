import { ERRORS, type ErrorCode } from '../../errors.js';
import type { Decider } from '../../extproc/decider.js';
import type { Mutation } from '../../mutation/mutation.js';
import { isFeedbackPath } from '../../record/parse-feedback.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';

/** Before the code in a reply's details; see `Reply`. */
const PREFIX = 'dragoman_';

/** A decider whose answers with an error are counted, whoever gave them. */
export function countRefusals({ refused }: Pick<Metrics, 'refused'>, decider: Decider): Decider {
  const count = <M extends Mutation | undefined>(path: string, mutation: M): M => {
    const code = mutation?.kind === 'reply' ? mutation.details.slice(PREFIX.length) : '';
    if (isErrorCode(code)) refused(isFeedbackPath(path) ? 'feedback' : 'request', code);
    return mutation;
  };
  return {
    onHeaders: (head) => count(head.path, decider.onHeaders(head)),
    onBody: async (head, body, context) => count(head.path, await decider.onBody(head, body, context)),
  };
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
