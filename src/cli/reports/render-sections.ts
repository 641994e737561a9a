import { alignColumns } from '../output/align-columns.js';
import type { OutputStyle } from '../output/output-style.js';
import { escapeMarkdown, markdownTable } from './markdown.js';

/** A part of a report: a table whose first row is its head, and lines below it. Either may be empty. */
export interface Section {
  readonly title: string;
  readonly table: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** A note that begins so is the one to read first. */
const ALARM = /\bALARM\b/;

/** For a terminal. */
export function sectionsAsText(
  sections: readonly Section[],
  { paint, width }: Pick<OutputStyle, 'paint' | 'width'>,
): string {
  const { bad, faint, heading } = paint;
  return sections
    .map(({ title, table, notes }) =>
      [
        heading(title),
        ...alignColumns(table, { width, paint: { ...paint, heading: faint } }),
        ...notes.map((note) => (ALARM.test(note) ? bad(note) : note)),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** For a comment or a page. */
export function sectionsAsMarkdown(sections: readonly Section[]): string {
  return sections
    .map(({ title, table, notes }) => {
      const [head = [], ...rows] = table;
      const below = notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${escapeMarkdown(note)}`)];
      return [`### ${escapeMarkdown(title)}`, '', ...markdownTable(head, rows), ...below, ''].join('\n');
    })
    .join('\n');
}
