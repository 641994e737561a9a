import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

export interface DashboardPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
    readonly exemplar: boolean;
  }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly options?: { readonly yAxis?: { readonly unit?: string } };
}

export interface Dashboard {
  readonly panels: readonly DashboardPanel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly definition?: string }[];
  };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
}

/** `deploy/grafana/dragoman.json`. */
export function readDashboard(): Dashboard {
  return JSON.parse(
    readFileSync(join(packageRoot, 'deploy', 'grafana', 'dragoman.json'), 'utf8'),
  ) as Dashboard;
}

/** Everything that it asks Prometheus: panels, annotations, and the series of its variables. */
export function readDashboardQueries(): readonly string[] {
  const { panels, annotations, templating } = readDashboard();
  return [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...annotations.list.map(({ expr }) => expr),
    ...templating.list.flatMap(
      ({ definition = '' }) => /^label_values\((.+), \w+\)$/.exec(definition)?.[1] ?? [],
    ),
  ];
}
