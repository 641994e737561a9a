/** Texts as cells of a Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escapeMarkdown)))];
}

/** A part that is folded until it is asked for; empty without content. */
export function folded(summary: string, content: readonly string[]): string[] {
  if (content.length === 0) return [];
  return ['', '<details>', `<summary>${escapeMarkdown(summary)}</summary>`, '', ...content, '', '</details>'];
}

/** A text that shows as it is: no markup, no mention, no link of its own. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/@/g, '@\u200b')
    .replace(/#(?=\d)/g, '#\u200b')
    .replace(/:\/\//g, ':\u200b//');
}

/** A title in bold and a verdict, as the top of a comment. */
export function markdownTitle(title: string, isGood: boolean): string {
  return `### ${isGood ? '✅' : '❌'} ${escapeMarkdown(title)}`;
}
