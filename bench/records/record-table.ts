import { figure, markdownTable, type Table } from '../table.js';
import { PART, type RecordFigures } from './record-figures.js';

/** The embedded store by itself; `undefined` for results of earlier runs. */
export function recordTable(figures: RecordFigures | undefined): Table | undefined {
  if (figures === undefined) return undefined;
  const ms = (value: number): string => `${figure(value, value < 100 ? 1 : 0)} ms`;
  return {
    head: ['what', `${countText(figures.records)} records`],
    rows: [
      ['written a second', figure(figures.perSecond, 0)],
      [`the same, in the slowest part of ${countText(PART)}`, figure(figures.slowestPerSecond, 0)],
      ['CPU of a record that is written', `${figure(figures.cpuUs, 0)} us`],
      ['size of the file, a record', `${figure(figures.bytesEach, 0)} bytes`],
      ['summary by route and day', ms(figures.summaryMs)],
      ['CPU of that summary', ms(figures.summaryCpuMs)],
      ['page of 50, the newest', ms(figures.pageMs)],
      ['page of 50, the one after', ms(figures.nextPageMs)],
      ['one record by its id', ms(figures.findMs)],
      ...reportRow('`dragoman report`, the whole run', figures.reportMs),
      ...reportRow('`dragoman report --by tenant`', figures.reportByTenantMs),
    ],
  };
}

function reportRow(what: string, milliseconds: number | undefined): string[][] {
  return milliseconds === undefined ? [] : [[what, `${figure(milliseconds / 1000, 2)} s`]];
}

/** The section of `docs/performance.md` about the store; empty for results of earlier runs. */
export function recordSection(figures: RecordFigures | undefined): string {
  const table = recordTable(figures);
  if (table === undefined) return '';
  return `## Records in SQLite

The embedded store in a process of its own, which writes made-up records of a month in batches of 500, then reads them; then
\`dragoman report\` on that file, from the start of its process to its exit. The records are those of plain routes without prompt
text; a record of a cascade, or with text, is larger.

${markdownTable(table)}

`;
}

export function countText(count: number): string {
  return count.toLocaleString('en');
}
