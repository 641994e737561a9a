/** Columns on a terminal: CJK characters and most emoji take two. */
export function displayWidth(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
}

/** The text on one line, cut to `width` columns with an ellipsis. */
export function cutText(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (displayWidth(line) <= width) return line;
  let cut = '';
  for (const character of line) {
    if (displayWidth(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
}

/** Aligned columns under a head line; columns of numbers (by their first row) stand to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const numeric = head.map((_, column) => rows.some((row) => /^-?\d/.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return numeric[column] === true ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function isWide(character: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
    character,
  );
}
