/**
 * Rows as lines of aligned columns, two spaces apart; columns that hold only numbers, but for their head, stand to the right.
 */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, at) => {
    const cells = rows.map((row) => row[at] ?? '');
    const body = cells.slice(1).filter((cell) => cell !== '' && cell !== '-');
    const width = Math.max(...cells.map((cell) => cell.length));
    return { width, isNumeric: body.length > 0 && body.every((cell) => /^[-+]?\d[\d.e-]*$/.test(cell)) };
  });
  return rows.map((row) =>
    columns
      .map(({ width, isNumeric }, at) =>
        isNumeric ? (row[at] ?? '').padStart(width) : (row[at] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd(),
  );
}
