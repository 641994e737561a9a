import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { experimentReport } from '../lab/experiment/experiment-report.js';
import {
  configuredShares,
  countConversations,
  type SampleRatio,
  sampleRatio,
} from '../lab/experiment/sample-ratio.js';
import { REPORT_GROUPINGS, savingsReport } from '../lab/savings/savings-report.js';
import { type Grouping, GROUPINGS, type RecordFilter, type RecordStore } from '../store/record-store.js';
import { optionalLocationOf } from './flags/location.js';
import { numberFlag } from './flags/number-flag.js';
import { timeOfFlag } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { experimentSections } from './reports/format-experiment.js';
import { costNotes, savingsSections } from './reports/format-savings.js';
import { sectionsAsMarkdown, sectionsAsText } from './reports/render-sections.js';

const HELP = `Usage: dragoman report [DIR] [--store URL] [flags]

What routing cost and saved: against the strongest model, the default model and the control group, by route and by day;
what a successful answer cost, the share of each model, the fallback rate; and the arms of a trial, held against each other.

  --store URL         sqlite:FILE or postgres://…, as given to dragoman serve --records             (DRAGOMAN_RECORDS)
  DIR                 the registry: checks that the arms have the shares that it gives them
  --since T           records decided from: 2026-01-31, 2026-01-31T12:00:00Z, or 90m, 12h, 7d ago     (30d)
  --until T           records decided before                                                          (now)
  --by WHAT           one more table: ${GROUPINGS.join(', ')}
  --route, --model, --tenant NAME   only these records
  --margin M          share by which the quality of an arm may fall and still be as good              (0.02)
  --alpha A           chance of a wrong stop of a trial, however often one looks                      (0.05)
  --json              one JSON object; also without the flag where the output is no terminal
  --markdown          Markdown

Example: dragoman report registry --store sqlite:records.db --since 30d --by route

Exit code: 0 printed, 1 store or registry not valid, 2 wrong usage.
`;

const OPTIONS = {
  store: { type: 'string' },
  since: { type: 'string', default: '30d' },
  until: { type: 'string' },
  by: { type: 'string' },
  route: { type: 'string' },
  model: { type: 'string' },
  tenant: { type: 'string' },
  margin: { type: 'string', default: '0.02' },
  alpha: { type: 'string', default: '0.05' },
  json: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/**
 * The verb `report`.
 * @returns the exit code
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`
 */
export async function report(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
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
    const groupings = by === undefined ? REPORT_GROUPINGS : [...REPORT_GROUPINGS, by];
    const summaries = await store.summarize(filter, groupings);
    const savings = savingsReport(summaries, by === undefined ? undefined : REPORT_GROUPINGS.length);
    const experiment = experimentReport(summaries, options);
    const ratios = registry === undefined ? [] : await ratiosOf(store, filter, registry);
    process.stdout.write(shown({ savings, experiment, ratios }, filter, values));
    return 0;
  } finally {
    await store.close();
  }
}

type Registry = NonNullable<ReturnType<typeof readRegistry>>;

interface Reports {
  readonly savings: ReturnType<typeof savingsReport>;
  readonly experiment: ReturnType<typeof experimentReport>;
  readonly ratios: readonly SampleRatio[];
}

/** Not looked at for a part of the requests: a part by model is none that was drawn. */
async function ratiosOf(
  store: RecordStore,
  filter: RecordFilter,
  registry: Registry,
): Promise<readonly SampleRatio[]> {
  const shares = configuredShares(registry);
  if (shares.size === 0 || filter.model !== undefined) return [];
  const counts = await countConversations(store, filter, registry.version);
  return [...shares].flatMap(([draw, arms]) => sampleRatio(draw, counts[draw], arms) ?? []);
}

function shown({ savings, experiment, ratios }: Reports, filter: RecordFilter, flags: Flags): string {
  const period = { since: isoOf(filter.since), until: isoOf(filter.until) };
  if (flags.json || (!flags.markdown && !process.stdout.isTTY)) {
    return `${JSON.stringify({ ...period, ...savings, experiment, sampleRatios: ratios })}\n`;
  }
  const first = {
    title: `${savings.records} records from ${period.since} to ${period.until}`,
    ...{ table: [], notes: costNotes(savings) },
  };
  const sections = [first, ...savingsSections(savings, flags.by), ...experimentSections(experiment, ratios)];
  return flags.markdown ? sectionsAsMarkdown(sections) : sectionsAsText(sections);
}

function filterOf({ since, until, route, model, tenant }: Flags, now: number): RecordFilter {
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

function isoOf(at: number | undefined): string {
  return new Date(at ?? 0).toISOString();
}
