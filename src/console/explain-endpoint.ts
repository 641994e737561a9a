import type { AdminEndpoint, AdminReply } from '../admin/endpoint.js';
import { problemReply } from '../admin/problem-reply.js';
import { rememberRecent } from '../embed/remember-recent.js';
import { explain, type Explanation } from '../lab/explain/explanation.js';
import { viewOfRow } from '../lab/predict/view-of-row.js';
import { ok, type Result } from '../errors.js';
import { parseJsonObject } from '../request/json-body.js';
import { judge } from '../router/judge.js';
import { otherLayers } from '../router/layers/other-layers.js';
import { SILENT_TRACE } from '../router/silent-trace.js';
import type { Snapshot } from '../router/snapshot.js';
import { withoutTrial } from '../router/without-trial.js';

/** Requests that are explained at a time: each takes the encoder as long as several that are served. */
const MOST_AT_ONCE = 2;

/** More texts than one request is read as. */
const REMEMBERED = 8;

/**
 * `POST /explain`: judges a request by the registry in service and sends it nowhere. Nothing is remembered of it: no cache,
 * conversation, count or record sees it, and chance has no part in it.
 *
 * @param snapshot the one in service; `undefined` until there is one
 */
export function explainEndpoint(snapshot: () => Snapshot | undefined): AdminEndpoint {
  let running = 0;
  return {
    method: 'POST',
    path: '/explain',
    summary:
      'What would be decided for a request, and why: what every layer says, also those that serving would do without, and what each model would cost. The request is sent nowhere, and nothing is remembered of it.',
    request: 'ExplainRequest',
    response: 'Explanation',
    handle: async ({ body }) => {
      const current = snapshot();
      if (current === undefined) {
        return problemReply({
          code: 'router_unavailable',
          message: 'No registry is in service yet; try again in a moment.',
        });
      }
      if (running >= MOST_AT_ONCE) {
        const message = `${MOST_AT_ONCE} requests are being explained; ask again in a moment.`;
        return problemReply({ code: 'console_busy', message });
      }
      running += 1;
      try {
        return replyOf(await explainBody(body, forOne(withoutTrial(current))));
      } finally {
        running -= 1;
      }
    },
  };
}

/** The same, with an encoder that embeds a text once, however many layers ask for it. */
function forOne(snapshot: Snapshot): Snapshot {
  const { encoder, ...others } = snapshot.instruments;
  if (encoder === undefined) return snapshot;
  return { ...snapshot, instruments: { ...others, encoder: rememberRecent(encoder, REMEMBERED) } };
}

async function explainBody(body: Buffer, snapshot: Snapshot): Promise<Result<Explanation>> {
  const { limits } = snapshot.registry.policy;
  // The request's own limits hold for what is in the row.
  const row = parseJsonObject(body, { maxDepth: limits.maxDepth + 1, maxBodyBytes: Infinity });
  if (!row.ok) return row;
  const view = viewOfRow(row.value, limits);
  if (!view.ok) return view;
  const judged = await judge(view.value, snapshot, {}, SILENT_TRACE);
  if (!judged.ok) return judged;
  const others = await otherLayers(view.value, snapshot, judged.value);
  return ok(explain('request', view.value, judged.value, snapshot, { showText: true, others }));
}

function replyOf(explained: Result<Explanation>): AdminReply {
  if (explained.ok) return { kind: 'json', status: 200, body: explained.value };
  return problemReply(explained.problem);
}
