import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/** A chart can read no file outside its own folder, and tools that deploy charts refuse links that lead there. */
const COPIES = {
  'deploy/prometheus/rules.yaml': 'prometheus-rules.yaml',
  'deploy/grafana/dragoman.json': 'grafana-dashboard.json',
};

/** Copies what the chart ships into it. */
export function copyChartFiles() {
  for (const [from, to] of Object.entries(COPIES)) {
    copyFileSync(join(root, from), join(root, 'helm/dragoman/files', to));
  }
}
