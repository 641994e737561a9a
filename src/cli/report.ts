import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { type TrafficReport, trafficReport } from '../lab/report/traffic-report.js';
import { type Grouping, GROUPINGS } from '../store/record-store.js';
import { optionalLocationOf } from './flags/location.js';
import { numberFlag } from './flags/number-flag.js';
import { filterOfFlags } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { REPORT } from './manual/report.js';
import { outputStyle } from './output/output-style.js';
import { writeLines } from './output/write-lines.js';
import { experimentSections } from './reports/format-experiment.js';
import { costNotes, savingsSections } from './reports/format-savings.js';
import { type Section, sectionsAsMarkdown, sectionsAsText } from './reports/render-sections.js';

/**
 * The verb `report`.
 * @returns the exit code
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`, `folder_unwritable`
 */
export async function report(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: REPORT.flags,
  });
  const style = outputStyle(values);
  const location = optionalLocationOf('report', positionals);
  const by = groupingOf(values.by);
  const now = Date.now();
  const filter = filterOfFlags(values, now);
  const { since = 0, until = now } = filter;
  const options = {
    tolerance: numberFlag('tolerance', values.tolerance, 0, 1),
    alpha: numberFlag('alpha', values.alpha, 1e-6, 0.5),
  };
  const registry = location === undefined ? undefined : readRegistry(location);
  if (location !== undefined && registry === undefined) return 1;
  const store = await openRecords('report', values.records);
  try {
    const found = await trafficReport(store, {
      ...options,
      filter: { ...filter, since, until },
      by,
      registry,
    });
    const sections = sectionsOf(found, by);
    process.stdout.write(style.json ? `${JSON.stringify(found)}\n` : sectionsAsText(sections, style));
    if (values.markdown !== undefined) await writeLines([sectionsAsMarkdown(sections)], values.markdown);
    return 0;
  } finally {
    await store.close();
  }
}

function sectionsOf(found: TrafficReport, by: Grouping | undefined): Section[] {
  const first = {
    title: `${found.records} records from ${found.since} to ${found.until}`,
    ...{ table: [], notes: costNotes(found) },
  };
  const trial = experimentSections(found.experiment, found.sampleRatios);
  return [first, ...savingsSections(found, by), ...trial];
}

function groupingOf(flag: string | undefined): Grouping | undefined {
  if (flag === undefined) return undefined;
  const grouping = GROUPINGS.find((known) => known === flag);
  if (grouping !== undefined) return grouping;
  throw new DragomanError('usage', `--by is "${flag}", must be one of ${GROUPINGS.join(', ')}`);
}
