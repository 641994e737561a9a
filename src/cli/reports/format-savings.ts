import {
  FALLBACK_ALARM,
  FEWEST_FOR_ALARM,
  type GroupSpending,
  type SavingsReport,
} from '../../lab/report/savings-report.js';
import type { Saving } from '../../lab/report/spending.js';
import { perThousand, percent, rangeOf, usd, valueOf } from './figures.js';
import type { Section } from './render-sections.js';

/** Share of the finished records without a cost above which the report says what to do about it. */
const MANY_UNPRICED = 0.05;

/** What the report can put no price on, for its head; nothing where all is priced. */
export function costNotes({ unpriced: { finished, records, share } }: SavingsReport): string[] {
  if (records === 0) return [];
  const note = `${records} of ${finished} finished records (${percent(share)} %) have no cost: their answers came without token counts`;
  return [share <= MANY_UNPRICED ? note : `${note}. For chat streams ask for stream_options.include_usage`];
}

/** The sections about money. @param by name of the grouping that was asked for */
export function savingsSections(report: SavingsReport, by: string | undefined): Section[] {
  const { routed, routes, days, groups, fallback } = report;
  const hasControl = routed.againstControl !== undefined;
  const rate = fallback.rate;
  const spent = `spent ${usd(routed.costUsd)} $ on ${routed.priced} requests with a known cost`;
  const sections: Section[] = [
    {
      title: `Savings on ${routed.records} routed requests, 95 % intervals`,
      table: [
        ['against', 'saved, $ per 1,000', '95 %', 'saved, %', '95 %', 'in all, $'],
        savingRow('always strongest', routed.againstStrongest),
        savingRow('always default', routed.againstDefault),
        savingRow(`control group (${report.controlled})`, routed.againstControl),
      ],
      notes: [
        `${spent}, of it ${usd(routed.wastedUsd)} $ on answers that were thrown away`,
        `a successful answer cost ${valueOf(routed.perSuccess, perThousand)} $ per 1,000 (${rangeOf(routed.perSuccess, perThousand)})`,
        `fallback rate ${percent(rate?.value)} % (${rangeOf(rate, percent)}): ${alarmOf(report)}`,
        `out of scope, a part of it, ${percent(routed.outOfScope?.value)} % (${rangeOf(routed.outOfScope, percent)}): like no route. Give them one, or be content with the default model`,
      ],
    },
    { title: 'By route', table: spendingTable('route', routes, hasControl), notes: [] },
    { title: 'By day', table: spendingTable('day', days, hasControl), notes: [] },
    { title: 'Pool, every arm', table: poolTable(report), notes: [] },
  ];
  if (groups !== undefined && by !== undefined) {
    sections.push({ title: `By ${by}, every arm`, table: spendingTable(by, groups, false), notes: [] });
  }
  return sections;
}

function alarmOf({ fallback, routed }: SavingsReport): string {
  const bar = `${percent(FALLBACK_ALARM)} %`;
  if (fallback.isAlarming)
    return `ALARM, above ${bar}: routing missed its model too often; --by reason shows why`;
  if (routed.records >= FEWEST_FOR_ALARM) return `not above the alarm of ${bar}`;
  return `too few requests to judge it, ${FEWEST_FOR_ALARM} are needed`;
}

function savingRow(name: string, saving: Saving | undefined): string[] {
  return [
    ...[name, valueOf(saving?.perRequest, perThousand), rangeOf(saving?.perRequest, perThousand)],
    ...[valueOf(saving?.share, percent), rangeOf(saving?.share, percent)],
    saving === undefined ? '-' : usd(saving.usd),
  ];
}

function spendingTable(name: string, groups: readonly GroupSpending[], hasControl: boolean): string[][] {
  const head = [
    ...[name, 'requests', 'cost, $', '$ per 1,000', '$ per 1,000 good', 'wasted, $'],
    ...['saved on strongest, %', '95 %', 'on default, %'],
    ...(hasControl ? ['on control, %', '95 %'] : []),
    ...['success, %', 'fallback, %', 'out of scope, %', 'escalated, %'],
  ];
  return [head, ...groups.map((group) => spendingRow(group, hasControl))];
}

function spendingRow(group: GroupSpending, hasControl: boolean): string[] {
  const { againstStrongest, againstDefault, againstControl } = group;
  return [
    ...[group.name ?? 'none', String(group.records), usd(group.costUsd)],
    ...[valueOf(group.perRequest, perThousand), valueOf(group.perSuccess, perThousand)],
    ...[usd(group.wastedUsd), valueOf(againstStrongest.share, percent)],
    ...[rangeOf(againstStrongest.share, percent), valueOf(againstDefault.share, percent)],
    ...(hasControl ? [valueOf(againstControl?.share, percent), rangeOf(againstControl?.share, percent)] : []),
    ...[
      valueOf(group.success, percent),
      valueOf(group.fallback, percent),
      valueOf(group.outOfScope, percent),
    ],
    valueOf(group.escalation, percent),
  ];
}

function poolTable({ pool }: SavingsReport): string[][] {
  const head = ['model', 'requests', 'share, %', 'cost, $', 'input tokens', 'output tokens'];
  const rows = pool.map(({ model, records, share, costUsd, inputTokens, outputTokens }) => [
    ...[model ?? 'none', String(records), percent(share), usd(costUsd)],
    ...[String(inputTokens), String(outputTokens)],
  ]);
  return [head, ...rows];
}
