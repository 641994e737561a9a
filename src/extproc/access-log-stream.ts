import type { handleClientStreamingCall } from '@grpc/grpc-js';
import type { StreamAccessLogsMessage__Output } from '../gen/envoy/service/accesslog/v3/StreamAccessLogsMessage.js';
import type { StreamAccessLogsResponse } from '../gen/envoy/service/accesslog/v3/StreamAccessLogsResponse.js';
import type { Outcome } from '../outcome/outcome.js';
import { outcomeOfEntry } from './outcome-of-entry.js';

export interface AccessLogOptions {
  /** Given each batch that Envoy sends; never an empty one. */
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
  /** `true` when the first access-log stream opens, `false` when the last one closes. */
  readonly onReporting: (reporting: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** The open access-log streams; Envoy opens one a worker thread with its first report, and keeps it. */
export interface AccessLogStreams {
  readonly handler: handleClientStreamingCall<StreamAccessLogsMessage__Output, StreamAccessLogsResponse>;
  /** Ends every stream well: Envoy reports elsewhere. */
  readonly close: () => void;
}

export function createAccessLogStreams(options: AccessLogOptions): AccessLogStreams {
  const { onOutcomes, onReporting, onError } = options;
  const open = new Map<object, () => void>();
  return {
    handler: (call, respond) => {
      const finish = (): boolean => {
        if (!open.delete(call)) return false;
        if (open.size === 0) onReporting(false);
        return true;
      };
      const end = (): void => {
        if (finish()) respond(null, {});
      };
      open.set(call, end);
      if (open.size === 1) onReporting(true);
      call.on('data', (message: StreamAccessLogsMessage__Output) => {
        try {
          const outcomes = outcomesOf(message);
          if (outcomes.length > 0) onOutcomes(outcomes);
        } catch (error) {
          onError(error);
        }
      });
      call.on('end', end);
      call.on('cancelled', finish);
      call.on('error', (error) => {
        finish();
        onError(error);
      });
    },
    close() {
      for (const end of [...open.values()]) end();
    },
  };
}

function outcomesOf(message: StreamAccessLogsMessage__Output): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const entry of message.http_logs?.log_entry ?? []) {
    const outcome = outcomeOfEntry(entry);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  return outcomes;
}
