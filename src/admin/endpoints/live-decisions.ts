import type { StoredRecord } from '../../record/stored-record.js';
import type { AdminView } from '../admin-view.js';
import { FILTER_PARAMETERS, isMeant, readFilter } from '../query/decision-filter.js';
import { decisionLine } from '../decision-line.js';
import type { AdminEndpoint } from '../endpoint.js';
import { problemReply } from '../problem-reply.js';

/** Lines that one client gets in a second: more than anybody reads, and little enough to make beside the serving. */
const MOST_A_SECOND = 200;

export function liveEndpoints({ recent }: AdminView): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/decisions/live',
      summary:
        'Decisions as they are finished, as server-sent events with a DecisionLine each; a slow reader misses some.',
      parameters: FILTER_PARAMETERS,
      response: 'text/event-stream',
      handle({ query }) {
        const filter = readFilter(query);
        if (!filter.ok) return problemReply(filter.problem);
        return {
          kind: 'events',
          subscribe(send) {
            const mayGo = createRation();
            return recent.watch((record: StoredRecord) => {
              if (isMeant(record, filter.value) && mayGo()) send(decisionLine(record));
            });
          },
        };
      },
    },
  ];
}

function createRation(): () => boolean {
  let second = 0;
  let sent = 0;
  return () => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      sent = 0;
    }
    return sent++ < MOST_A_SECOND;
  };
}
