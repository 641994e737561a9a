import type { Report } from '../../../api/evidence.js';
import type { Saving } from '../../../../lab/report/spending.js';
import { formatBounds, formatValue } from '../../charts/format-value.js';
import { sparkline } from '../../charts/lines/sparkline.js';
import type { StatTile } from '../../evidence/stat-tile.js';
import { BASELINES, type Baseline } from './baselines.js';
import { UNKNOWN } from '../../format.js';

/** Share of fallbacks above which routing does not do its work; as `dragoman report` has it. */
export const FALLBACK_ALARM = 0.1;

/** The numbers that are read first. */
export function savingsTiles(report: Report): StatTile[] {
  return [
    ...BASELINES.map((baseline) => savingTile(report, baseline)),
    fallbackTile(report),
    wastedTile(report),
  ];
}

function savingTile(report: Report, { title, savingOf }: Baseline): StatTile {
  const label = `Saved against the ${title}`;
  const saving = savingOf(report.routed);
  if (!saving?.share) return { label, value: UNKNOWN, note: noSavingNote(saving) };
  const { value } = saving.share;
  const points = report.days.map((day) => savingOf(day)?.share ?? null);
  return {
    label,
    value: formatValue(value, 'share'),
    meaning: value < 0 ? 'bad' : 'good',
    note: `${formatBounds(saving.share, 'share')}; ${formatValue(saving.usd, 'usd')} in all`,
    picture: sparkline({ points, colour: 1, label: `${label}, by day`, says: `${points.length} days` }),
  };
}

function noSavingNote(saving: Saving | undefined): string {
  return saving === undefined ? 'no control group, or too few in it' : 'too few requests with a known cost';
}

function fallbackTile({ fallback: { rate, isAlarming }, days }: Report): StatTile {
  const label = 'Fallbacks: no route was found';
  if (rate === undefined) return { label, value: UNKNOWN, note: 'no requests' };
  const points = days.map((day) => day.fallback ?? null);
  return {
    label,
    value: formatValue(rate.value, 'share'),
    meaning: isAlarming ? 'bad' : 'none',
    note: isAlarming
      ? `▲ above ${formatValue(FALLBACK_ALARM, 'share')}: add routes or examples`
      : formatBounds(rate, 'share'),
    picture: sparkline({ points, colour: 2, label: `${label}, by day`, says: `${points.length} days` }),
  };
}

function wastedTile({ routed: { wastedUsd, costUsd, priced }, unpriced }: Report): StatTile {
  const share = costUsd === 0 ? 0 : wastedUsd / costUsd;
  const missing =
    unpriced.records === 0 ? '' : `; ${formatValue(unpriced.share, 'share')} of all have no known cost`;
  return {
    label: 'Paid for answers that were thrown away',
    value: formatValue(wastedUsd, 'usd'),
    note: `${formatValue(share, 'share')} of ${formatValue(costUsd, 'usd')} on ${formatValue(priced, 'count')} requests${missing}`,
  };
}
