// The panels of a Grafana dashboard, as its JSON model wants them (schema version 39, Grafana 10.2 and newer).

/** Every query asks the data source that the viewer chose. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/**
 * @typedef {object} Query
 * @property {string} expr
 * @property {string} [legend] Grafana's template of labels, such as `{{route}}`
 * @property {boolean} [exemplar] whether to draw the exemplars of its buckets or counts, which lead to traces
 */

/**
 * @typedef {object} PanelSpec
 * @property {string} title
 * @property {string} description what it shows, and what to make of it
 * @property {number} width columns of 24
 * @property {number} height rows of 30 pixels
 * @property {readonly Query[]} queries
 * @property {string} [unit] Grafana's unit id, such as `percentunit`
 * @property {number} [min]
 * @property {number} [max]
 * @property {Readonly<Record<string, number>>} [thresholds] color: the value from which it holds; below the first is green
 * @property {readonly object[]} [links] data links
 */

/** Lines over time. @param {PanelSpec & { stack?: boolean }} spec */
export function lines(spec) {
  const defaults = defaultsOf(spec);
  return {
    ...panel('timeseries', spec, false),
    fieldConfig: {
      defaults: {
        ...defaults,
        color: { mode: 'palette-classic' },
        custom: {
          drawStyle: 'line',
          lineWidth: 1,
          fillOpacity: spec.stack ? 40 : 8,
          showPoints: 'never',
          spanNulls: false,
          stacking: { mode: spec.stack ? 'normal' : 'none', group: 'A' },
          thresholdsStyle: { mode: spec.thresholds === undefined ? 'off' : 'dashed' },
        },
      },
      overrides: [],
    },
    options: {
      legend: {
        displayMode: 'table',
        placement: 'bottom',
        showLegend: true,
        calcs: ['lastNotNull', 'max'],
        sortBy: 'Last *',
        sortDesc: true,
      },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

/** One number, coloured by its thresholds. @param {PanelSpec} spec */
export function stat(spec) {
  return {
    ...panel('stat', spec, false),
    fieldConfig: { defaults: { ...defaultsOf(spec), color: { mode: 'thresholds' } }, overrides: [] },
    options: {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      colorMode: spec.thresholds === undefined ? 'none' : 'value',
      graphMode: 'area',
      justifyMode: 'auto',
      orientation: 'auto',
      textMode: 'auto',
    },
  };
}

/** One bar for each series, as it stands now. @param {PanelSpec} spec */
export function bars(spec) {
  return {
    ...panel('bargauge', spec, true),
    fieldConfig: { defaults: { ...defaultsOf(spec), color: { mode: 'thresholds' } }, overrides: [] },
    options: {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      displayMode: 'lcd',
      orientation: 'horizontal',
      showUnfilled: true,
    },
  };
}

/** How the buckets of a histogram fill over time; the expression sums them by `le`. @param {PanelSpec} spec */
export function heatmap(spec) {
  const drawn = panel('heatmap', spec, false);
  return {
    ...drawn,
    targets: drawn.targets.map((target) => ({ ...target, format: 'heatmap', legendFormat: '{{le}}' })),
    fieldConfig: { defaults: { custom: { scaleDistribution: { type: 'linear' } } }, overrides: [] },
    options: {
      calculate: false,
      cellGap: 1,
      cellValues: { unit: 'reqps' },
      color: { mode: 'scheme', scheme: 'Oranges', steps: 64, exponent: 0.5, fill: 'dark-orange' },
      exemplars: { color: 'rgba(255,0,255,0.7)' },
      filterValues: { le: 1e-9 },
      legend: { show: true },
      rowsFrame: { layout: 'auto' },
      tooltip: { mode: 'single', yHistogram: true },
      yAxis: { axisPlacement: 'left', unit: spec.unit ?? 'short' },
    },
  };
}

/**
 * What state each series was in over time.
 * @param {PanelSpec & { values: Readonly<Record<number, readonly [text: string, color: string]>> }} spec
 */
export function states(spec) {
  const options = Object.fromEntries(
    Object.entries(spec.values).map(([value, [text, color]], index) => [value, { text, color, index }]),
  );
  return {
    ...panel('state-timeline', spec, false),
    fieldConfig: {
      defaults: {
        ...defaultsOf(spec),
        mappings: [{ type: 'value', options }],
        color: { mode: 'thresholds' },
        custom: { fillOpacity: 70, lineWidth: 0 },
      },
      overrides: [],
    },
    options: {
      alignValue: 'left',
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      mergeValues: true,
      rowHeight: 0.8,
      showValue: 'auto',
      tooltip: { mode: 'single' },
    },
  };
}

/**
 * One line for each value of the first column. A query brings the label of its name, or else its value, into the column of
 * that name.
 * @param {PanelSpec & { columns: readonly string[], queries: readonly (Query & { name: string })[] }} spec
 */
export function table(spec) {
  const drawn = panel('table', spec, true);
  const values = spec.queries.map(({ name }, at) => [`Value #${drawn.targets[at].refId}`, name]);
  const isLabel = (name) =>
    spec.queries.some((query) => query.name === name && query.expr.includes(`, ${name})`));
  const renamed = Object.fromEntries(values.filter(([, name]) => !isLabel(name)));
  return {
    ...drawn,
    targets: drawn.targets.map((target) => ({ ...target, format: 'table' })),
    fieldConfig: { defaults: { ...defaultsOf(spec), custom: { filterable: false } }, overrides: [] },
    options: { showHeader: true, cellHeight: 'sm', footer: { show: false } },
    transformations: [
      { id: 'joinByField', options: { byField: spec.columns[0], mode: 'outer' } },
      { id: 'organize', options: { excludeByName: {}, indexByName: {}, renameByName: renamed } },
      { id: 'filterFieldsByName', options: { include: { names: spec.columns } } },
    ],
  };
}

/** A heading; the panels under it follow in the dashboard's list. */
export function heading(title) {
  return { type: 'row', title, collapsed: false, panels: [], width: 24, height: 1 };
}

function panel(type, spec, instant) {
  const { title, description, width, height, queries } = spec;
  return {
    type,
    title,
    description,
    datasource: DATASOURCE,
    width,
    height,
    targets: queries.map(({ expr, legend = '__auto', exemplar = false }, at) => ({
      refId: String.fromCharCode(65 + at),
      datasource: DATASOURCE,
      editorMode: 'code',
      expr,
      legendFormat: legend,
      range: !instant,
      instant,
      exemplar,
    })),
  };
}

function defaultsOf({ unit = 'short', min, max, thresholds = {}, links = [] }) {
  return {
    unit,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    thresholds: { mode: 'absolute', steps: stepsOf(thresholds) },
    links,
  };
}

function stepsOf(thresholds) {
  const steps = Object.entries(thresholds).map(([color, value]) => ({ color, value }));
  return steps[0]?.value === null ? steps : [{ color: 'green', value: null }, ...steps];
}
