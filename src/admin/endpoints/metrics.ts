import type { AdminView } from '../admin-view.js';
import type { AdminEndpoint } from '../endpoint.js';
import { problemReply } from '../problem-reply.js';

export function metricsEndpoints(view: AdminView): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/metrics',
      summary:
        'Metrics in the text format of Prometheus, or as OpenMetrics with exemplars where that is accepted.',
      isOpen: true,
      response: 'text/plain',
      async handle({ headers }) {
        if (view.metrics === undefined) {
          return problemReply({
            code: 'router_unavailable',
            message: 'Dragoman is starting; try again in a moment.',
          });
        }
        const { contentType, text } = await view.metrics.render(headers.accept);
        return { kind: 'content', status: 200, contentType, content: text };
      },
    },
  ];
}
