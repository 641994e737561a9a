import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../paths.mjs';
import { layOut } from './dashboard/grid.mjs';
import { latencyPanels } from './dashboard/latency.mjs';
import { DASHBOARD_LINKS } from './dashboard/links.mjs';
import { modelPanels } from './dashboard/models.mjs';
import { moneyPanels } from './dashboard/money.mjs';
import { operationPanels } from './dashboard/operations.mjs';
import { overviewPanels } from './dashboard/overview.mjs';
import { DATASOURCE } from './dashboard/panel.mjs';
import { qualityPanels } from './dashboard/quality.mjs';
import { select } from './dashboard/query.mjs';
import { trafficPanels } from './dashboard/traffic.mjs';
import { trialPanels } from './dashboard/trials.mjs';
import { variablesOf } from './dashboard/variables.mjs';
import { loadSource } from './load-source.mjs';

const ROWS = [
  ...[overviewPanels, trafficPanels, qualityPanels, moneyPanels],
  ...[latencyPanels, modelPanels, trialPanels, operationPanels],
];

/** Writes deploy/grafana/dragoman.json. */
export async function generateGrafanaDashboard() {
  const { METRICS } = await loadSource('src/telemetry/metrics/metric-names.ts');
  const path = join(root, 'deploy/grafana/dragoman.json');
  const text = JSON.stringify(dashboardOf(METRICS));
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

function dashboardOf(metrics) {
  return {
    uid: 'dragoman',
    title: 'Dragoman',
    description:
      'LLM requests, the models that answer them, and why. docs/runbook.md says what to do about each alert.',
    tags: ['dragoman', 'envoy', 'llm'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    links: DASHBOARD_LINKS,
    templating: { list: variablesOf(metrics) },
    annotations: { list: annotationsOf(metrics) },
    panels: layOut(ROWS.flatMap((row) => row(metrics))),
  };
}

/** Vertical lines across every panel. */
function annotationsOf(metrics) {
  const annotation = (name, iconColor, expr, titleFormat) => ({
    ...{ name, iconColor, expr, titleFormat, datasource: DATASOURCE },
    ...{ enable: true, hide: false, step: '60s', useValueForTime: false },
  });
  const loaded = `changes(${select(metrics.registryLoadedAt)}[2m]) > 0`;
  return [
    annotation('Registry loads', 'blue', loaded, '{{instance}} serves a new registry'),
    annotation('Alerts', 'red', 'ALERTS{alertname=~"Dragoman.+", alertstate="firing"}', '{{alertname}}'),
  ];
}
