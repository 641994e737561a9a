import { DragomanError } from '../errors.js';
import type { StoredRecord } from '../record/stored-record.js';
import { sampledTraceId } from '../telemetry/traces/sampled-trace.js';

const PLACE = '{traceId}';

/**
 * Checks the template of links to traces, such as `http://jaeger:16686/trace/{traceId}`.
 *
 * @throws DragomanError `usage` for what is no such link, as a browser would open it
 */
export function checkTraceUrl(flag: string, template: string): string {
  const isUrl = URL.canParse(template) && /^https?:$/.test(new URL(template).protocol);
  if (isUrl && template.includes(PLACE)) return template;
  throw new DragomanError(
    'usage',
    `${flag} "${template}": expected an http link with ${PLACE}, such as http://127.0.0.1:16686/trace/${PLACE}.`,
  );
}

/** The link to a record's trace; `null` without a template, or where nothing was exported. */
export function traceUrlOf(template: string | undefined, { traceparent }: StoredRecord): string | null {
  const traceId = sampledTraceId(traceparent);
  return template === undefined || traceId === undefined ? null : template.replaceAll(PLACE, traceId);
}
