/** The least that a table needs; a smaller number is no width. */
const LEAST_WIDTH = 20;

/** What is known of where output goes. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Columns to fill: `COLUMNS` where it is set, else what the terminal says, else 80; without a terminal there is no limit.
 *
 * @param stream default stdout
 */
export function terminalWidth(
  stream: OutputStream = process.stdout,
  environment: NodeJS.ProcessEnv = process.env,
): number {
  const told = Number(environment['COLUMNS']);
  if (Number.isSafeInteger(told) && told >= LEAST_WIDTH) return told;
  if (stream.isTTY !== true) return Infinity;
  return stream.columns !== undefined && stream.columns >= LEAST_WIDTH ? stream.columns : 80;
}
