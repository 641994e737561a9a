import type { AdminView } from '../admin-view.js';
import type { ConfigView } from '../api/config.js';
import { describeConfig } from '../describe-config.js';
import type { AdminEndpoint } from '../endpoint.js';

export function configEndpoints(view: AdminView): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/config',
      summary:
        'What is in service, from where and since when, and what was refused; no keys, no example texts.',
      response: 'ConfigView',
      handle() {
        const { reloader, version } = view;
        const body: ConfigView = reloader
          ? describeConfig(reloader, version)
          : { loaded: false, dragoman: version };
        return { kind: 'json', status: 200, body };
      },
    },
  ];
}
