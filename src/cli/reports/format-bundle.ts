import { type Bundle, PART_NAMES, type PartName } from '../../bundle/bundle.js';
import type { Pointers } from '../../bundle/bundle-folder.js';
import { describeTrial } from '../../lab/train/paired-trial.js';
import { percent } from './figures.js';

/** Rows of a table of bundles, its head first. */
export function bundleTable(
  bundles: readonly Bundle[],
  { active, candidate }: Pointers,
  bytes: readonly (number | undefined)[],
): string[][] {
  const head = ['version', 'is', 'registry', 'parent', 'rows', ...PART_NAMES, 'MB'];
  const rows = bundles.map((bundle, at) => [
    bundle.version,
    [bundle.version === active ? 'active' : '', bundle.version === candidate ? 'candidate' : '']
      .filter((name) => name !== '')
      .join(' ') || '-',
    ...[bundle.lineage.registry, bundle.lineage.parent ?? '-', String(rowsOf(bundle))],
    ...PART_NAMES.map((part) => scoreOf(bundle, part)),
    ((bytes[at] ?? 0) / 1e6).toFixed(1),
  ]);
  return [head, ...rows];
}

/** What is known of one bundle, line by line. */
export function describeBundle({ version, encoder, lineage, data, leftOut, ...parts }: Bundle): string[] {
  const { routes, outcomes, gate } = parts;
  const sources = Object.entries(data.sources).map(([source, count]) => `${count} ${source}`);
  const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
  const range = data.from === null ? '' : `, from ${time(data.from)} to ${time(data.until)}`;
  return [
    `bundle     ${version}`,
    `parent     ${lineage.parent ?? 'none'}`,
    `registry   ${lineage.registry}`,
    `encoder    ${encoder === '' ? 'none' : encoder.slice(0, 12)}`,
    `made by    dragoman ${lineage.command}`,
    `data       ${sources.join(', ') || 'none'}${range}; hash ${data.hash.slice(0, 12)}`,
    ...PART_NAMES.map((part) => {
      const trial = parts[part]?.heldOut;
      const why = leftOut[part];
      const kept = trial === undefined ? 'left out' : "the parent's";
      return `${part.padEnd(9)}  ${trial === undefined || why !== undefined ? `${kept}: ${why ?? ''}` : describeTrial(trial)}`;
    }),
    ...(routes === undefined ? [] : describeRoutes(routes)),
    ...(outcomes?.models ?? []).map(
      ({ name, rows, auc, calibrationError }) =>
        `model      ${name}: ${rows} answers, AUC ${auc?.toFixed(3) ?? '-'}, ECE ${calibrationError.toFixed(3)}`,
    ),
    ...Object.entries(gate?.bars ?? {}).map(([route, bar]) => `bar        ${route}: ${bar.toFixed(2)}`),
    ...(gate === undefined ? [] : [`gate       temperature ${gate.temperature.toFixed(2)}`]),
  ];
}

function describeRoutes({ labels, heads, crossValidated, heldOut }: NonNullable<Bundle['routes']>): string[] {
  const head = heads.index ?? heads.fast.head;
  const thresholds = Object.values(head.thresholds).sort((a, b) => a - b);
  const middle = thresholds[Math.floor(thresholds.length / 2)];
  const { bars } = heads.fast;
  const share = `${(100 * (bars?.share ?? 0)).toFixed(0)} %`;
  return [
    `labels     ${labels} prompts learnt besides the examples, ${head.routes.length} routes`,
    `crossfold  accuracy ${percent(crossValidated.accuracy)} %, ECE ${crossValidated.calibrationError.toFixed(3)} on ${crossValidated.rows} rows`,
    `calibrated temperature ${head.blend.temperature.toFixed(2)}, held-out ECE ${heldOut.calibrationError.toFixed(3)}`,
    `thresholds ${thresholds.length} fitted, median ${middle?.toFixed(2) ?? '-'}`,
    `fast head  ${bars === undefined ? 'never decides alone' : `may decide ${share} of the examples alone`}`,
  ];
}

/** Rows of a table of what two bundles differ in, its head first. */
export function describeDifference(before: Bundle, after: Bundle): string[][] {
  const rows = FACTS.map(([name, fact]) => [name, fact(before), fact(after)]);
  return [['', before.version, after.version], ...rows.filter(([, old, now]) => old !== now)];
}

const FACTS: readonly (readonly [string, (bundle: Bundle) => string])[] = [
  ['parent', ({ lineage }) => lineage.parent ?? '-'],
  ['registry', ({ lineage }) => lineage.registry],
  ['encoder', ({ encoder }) => encoder.slice(0, 12) || 'none'],
  ['made by', ({ lineage }) => lineage.command],
  ['data', ({ data }) => data.hash.slice(0, 12)],
  ['rows', (bundle) => String(rowsOf(bundle))],
  ...PART_NAMES.map((part) => [`${part}, held out`, (bundle: Bundle) => scoreOf(bundle, part)] as const),
  ['routes, labels', ({ routes }) => String(routes?.labels ?? '-')],
  [
    'routes, cross-validated',
    ({ routes }) => (routes ? `${percent(routes.crossValidated.accuracy)} %` : '-'),
  ],
  ['routes, ECE', ({ routes }) => routes?.heldOut.calibrationError.toFixed(3) ?? '-'],
  ['routes, temperature', ({ routes }) => routes?.heads.index?.blend.temperature.toFixed(2) ?? '-'],
  ['gate, bars', ({ gate }) => JSON.stringify(gate?.bars ?? {})],
];

function scoreOf(bundle: Bundle, part: PartName): string {
  const trial = bundle[part]?.heldOut;
  return trial === undefined ? '-' : `${percent(trial.before)} % -> ${percent(trial.after)} %`;
}

function rowsOf({ data }: Bundle): number {
  return Object.values(data.sources).reduce((sum, count) => sum + count, 0);
}
