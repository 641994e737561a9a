import type { AdminView } from '../admin-view.js';
import type { Counters } from '../api/service.js';
import type { AdminEndpoint } from '../endpoint.js';

export function counterEndpoints(view: AdminView): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/counters',
      summary:
        'What caches, conversations, cascades, the small model, records and opinions did since the start.',
      response: 'Counters',
      handle() {
        const body: Counters = view.counters?.() ?? {};
        return { kind: 'json', status: 200, body };
      },
    },
  ];
}
