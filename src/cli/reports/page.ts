import { escapeXml } from './escape-xml.js';

/** A table of a page; cells are text, and those under a head that ends in `%`, `µs` or a number's name stand to the right. */
export interface PageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold text; the others are numbers. */
  readonly texts: readonly number[];
}

/** A whole HTML page that needs nothing else: no script, no font, no picture from outside. Light or dark as the reader's system is. */
export function page(title: string, body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeXml(title)}</h1>`,
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A part of a page; empty without content. */
export function pageSection(title: string, content: readonly string[]): string[] {
  if (content.length === 0) return [];
  return ['<section>', `<h2>${escapeXml(title)}</h2>`, ...content, '</section>'];
}

/** A table; empty without rows. */
export function pageTable({ head, rows, texts }: PageTable): string[] {
  if (rows.length === 0) return [];
  const cell = (tag: 'th' | 'td', text: string, at: number): string =>
    `<${tag}${texts.includes(at) ? '' : ' class="number"'}>${escapeXml(text)}</${tag}>`;
  const line = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((text, at) => cell(tag, text, at)).join('')}</tr>`;
  return [
    '<div class="scroll"><table>',
    `<thead>${line('th', head)}</thead>`,
    '<tbody>',
    ...rows.map((row) => line('td', row)),
    '</tbody>',
    '</table></div>',
  ];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #667; --paper: #fff; --panel: #f4f5f7; --line: #d5d9e0; --right: #1a7f4b; --wrong: #c4372c; --accent: #2458c5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --faint: #98a1b0; --paper: #14171b; --panel: #1d2127; --line: #353c46; --right: #3fbf7f; --wrong: #f07468; --accent: #7aa7ff; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.cards { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
.cards li { background: var(--panel); border-radius: .5rem; padding: .6rem .9rem; min-width: 9rem; }
.cards b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.cards span { color: var(--faint); font-size: .8rem; display: block; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.kept { color: var(--right); } .missed { color: var(--wrong); font-weight: 600; }
svg text { font-family: system-ui, sans-serif; } svg .name { fill: var(--faint); } svg .count { fill: var(--ink); }
svg .grid { stroke: var(--line); fill: none; stroke-width: 1; } svg .right { fill: var(--right); } svg .wrong { fill: var(--wrong); }
svg .target { stroke: var(--faint); stroke-dasharray: 4 4; fill: none; } svg .line { stroke: var(--accent); fill: none; stroke-width: 1.5; } svg .dot { fill: var(--accent); }
.pair { display: flex; flex-wrap: wrap; gap: 2rem; } .note { color: var(--faint); font-size: .85rem; }
`;
