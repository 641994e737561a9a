import type { ConfigView } from '../../../../admin/api/config.js';
import type { BundlesView } from '../../../../admin/api/bundles.js';
import { h } from '../../dom.js';
import { emptyNotice } from '../../notices.js';
import type { View } from '../../view.js';
import { bundlePanels } from './bundle-panels.js';
import { modelsPanel } from './models-panel.js';
import { policyPanel } from './policy-panel.js';
import { routesPanel } from './routes-panel.js';
import { statusPanel } from './status-panel.js';

/** What is in service: the registry, its models and routes, and the bundles of trained heads. */
export const registryView: View = {
  name: 'registry',
  title: 'Registry',
  key: 'r',
  show: async (root, { fetchJson }) => {
    const [config, bundles] = await Promise.all([
      fetchJson<ConfigView>('/config'),
      fetchJson<BundlesView>('/bundles'),
    ]);
    if (!config.loaded) {
      const notice = emptyNotice(
        'No registry is in service yet',
        'Dragoman is starting; look again in a moment.',
      );
      root.append(h('div', { class: 'panel' }, notice));
      return;
    }
    root.append(
      ...statusPanel(config),
      routesPanel(config.routes),
      modelsPanel(config),
      h('div', { class: 'columns' }, policyPanel(config), ...bundlePanels(bundles, config.bundle)),
    );
  },
};
