import type { Outcome } from '../outcome/outcome.js';
import { outcomeOfEntry, tellsOutcome } from './outcome-of-entry.js';
import { decodeAccessLog } from './wire/access-log-message.js';
import { frame } from './wire/protobuf.js';
import type { CallHandler } from './wire/wire-server.js';

export interface AccessLogOptions {
  /** Given each batch that Envoy sends; never an empty one. */
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
  /** `true` when the first access-log stream opens, `false` when the last one closes. */
  readonly onReporting: (reporting: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** The open access-log streams; Envoy opens one a worker thread with its first report, and keeps it. */
export interface AccessLogStreams {
  readonly handler: CallHandler;
  /** Ends every stream well: Envoy reports elsewhere. */
  readonly close: () => void;
}

/** `StreamAccessLogsResponse` has no fields. */
const THANKS = frame(() => undefined);

export function createAccessLogStreams(options: AccessLogOptions): AccessLogStreams {
  const { onOutcomes, onReporting, onError } = options;
  const open = new Map<object, () => void>();
  return {
    handler: (call) => {
      const finish = (): boolean => {
        if (!open.delete(call)) return false;
        if (open.size === 0) onReporting(false);
        return true;
      };
      const end = (): void => {
        if (!finish()) return;
        call.write(THANKS);
        call.end();
      };
      open.set(call, end);
      if (open.size === 1) onReporting(true);
      call.listen({
        onMessage: (message) => {
          const outcomes = outcomesOf(message);
          try {
            if (outcomes.length > 0) onOutcomes(outcomes);
          } catch (error) {
            onError(error);
          }
        },
        onEnd: end,
        onClose: finish,
      });
    },
    close() {
      for (const end of [...open.values()]) end();
    },
  };
}

function outcomesOf(message: Buffer): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const entry of decodeAccessLog(message, tellsOutcome)) {
    const outcome = outcomeOfEntry(entry);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  return outcomes;
}
