import type { AdminView } from '../admin-view.js';
import type { ProbeAnswer } from '../api/service.js';
import type { AdminEndpoint, AdminReply } from '../endpoint.js';

export function probeEndpoints(view: AdminView): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      summary: 'Whether the process lives.',
      isOpen: true,
      response: 'ProbeAnswer',
      handle: () => probe(200, 'alive'),
    },
    {
      method: 'GET',
      path: '/readyz',
      summary: 'Whether a registry serves and the process is not being stopped; 503 when not.',
      isOpen: true,
      response: 'ProbeAnswer',
      statuses: [503],
      handle: () => (view.ready ? probe(200, 'ready') : probe(503, 'not ready')),
    },
  ];
}

function probe(status: number, word: ProbeAnswer['status']): AdminReply {
  const body: ProbeAnswer = { status: word };
  return { kind: 'json', status, body };
}
