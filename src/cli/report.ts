import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { type TrafficOptions, type TrafficReport, trafficReport } from '../lab/savings/traffic-report.js';
import { type Grouping, GROUPINGS } from '../store/record-store.js';
import { optionalLocationOf } from './flags/location.js';
import { numberFlag } from './flags/number-flag.js';
import { timeOfFlag } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { REPORT } from './manual/report.js';
import { outputStyle } from './output/output-style.js';
import { experimentSections } from './reports/format-experiment.js';
import { costNotes, savingsSections } from './reports/format-savings.js';
import { sectionsAsMarkdown, sectionsAsText } from './reports/render-sections.js';

type Flags = ReturnType<typeof parseArgs<{ options: typeof REPORT.flags }>>['values'];

/**
 * The verb `report`.
 * @returns the exit code
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`
 */
export async function report(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: REPORT.flags,
  });
  const location = optionalLocationOf('report', positionals);
  const by = groupingOf(values.by);
  const filter = filterOf(values, Date.now());
  const options = {
    margin: numberFlag('margin', values.margin, 0, 1),
    alpha: numberFlag('alpha', values.alpha, 1e-6, 0.5),
  };
  const registry = location === undefined ? undefined : readRegistry(location);
  if (location !== undefined && registry === undefined) return 1;
  const store = await openRecords('report', values.store);
  try {
    const found = await trafficReport(store, { ...options, filter, by, registry });
    process.stdout.write(shown(found, values));
    return 0;
  } finally {
    await store.close();
  }
}

function shown(found: TrafficReport, flags: Flags): string {
  const style = outputStyle(flags);
  if (flags.json || (style.json && !flags.markdown)) {
    return `${JSON.stringify(found)}\n`;
  }
  const first = {
    title: `${found.records} records from ${found.since} to ${found.until}`,
    ...{ table: [], notes: costNotes(found) },
  };
  const trial = experimentSections(found.experiment, found.sampleRatios);
  const sections = [first, ...savingsSections(found, flags.by), ...trial];
  return flags.markdown ? sectionsAsMarkdown(sections) : sectionsAsText(sections, style);
}

function filterOf({ since, until, route, model, tenant }: Flags, now: number): TrafficOptions['filter'] {
  return {
    since: timeOfFlag('since', since, now),
    until: until === undefined ? now : timeOfFlag('until', until, now),
    ...(route !== undefined && { route }),
    ...(model !== undefined && { model }),
    ...(tenant !== undefined && { tenant }),
  };
}

function groupingOf(flag: string | undefined): Grouping | undefined {
  if (flag === undefined) return undefined;
  const grouping = GROUPINGS.find((known) => known === flag);
  if (grouping !== undefined) return grouping;
  throw new DragomanError('usage', `--by is "${flag}", must be one of ${GROUPINGS.join(', ')}`);
}
