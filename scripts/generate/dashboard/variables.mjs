import { DATASOURCE } from './panel.mjs';

/** Where the admin port is by default. */
const CONSOLE = 'http://127.0.0.1:9902';

/** What the viewer may choose. Labels that a series lacks match "All", such as the namespace outside of Kubernetes. */
export function variablesOf(metrics) {
  const scope = 'namespace=~"$namespace", job=~"$job"';
  return [
    {
      name: 'datasource',
      label: 'Data source',
      type: 'datasource',
      query: 'prometheus',
      refresh: 1,
      regex: '',
    },
    labelValues('namespace', 'Namespace', metrics.buildInfo.name),
    labelValues('job', 'Job', `${metrics.buildInfo.name}{namespace=~"$namespace"}`),
    labelValues('route', 'Route', `${metrics.decisions.name}{${scope}}`),
    labelValues('model', 'Model', `${metrics.decisions.name}{${scope}}`),
    {
      ...{ name: 'console', label: 'Console', type: 'textbox', query: CONSOLE },
      current: { selected: true, text: CONSOLE, value: CONSOLE },
      description: "Address of Dragoman's admin port, for the links to its console.",
    },
  ];
}

function labelValues(name, label, series) {
  const query = `label_values(${series}, ${name})`;
  return {
    ...{ name, label, type: 'query', datasource: DATASOURCE, definition: query },
    query: { query, refId: name },
    ...{ includeAll: true, allValue: '.*', multi: true, refresh: 2, sort: 1, regex: '' },
    current: { selected: true, text: ['All'], value: ['$__all'] },
  };
}
