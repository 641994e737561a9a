import { alignColumns } from '../output/align-columns.js';
import { escapeMarkdown, markdownTable } from './markdown.js';

/** A part of a report: a table whose first row is its head, and lines below it. Either may be empty. */
export interface Section {
  readonly title: string;
  readonly table: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** For a terminal. */
export function sectionsAsText(sections: readonly Section[]): string {
  return sections
    .map(({ title, table, notes }) => [title, ...alignColumns(table), ...notes, ''].join('\n'))
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
