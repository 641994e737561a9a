import { DragomanError } from '../../errors.js';
import { type Paint, paintFor } from './paint.js';
import { type OutputStream, terminalWidth } from './terminal-width.js';

/** How an answer is shown. */
export interface OutputStyle {
  /** JSON for a program instead of tables for people. */
  readonly json: boolean;
  readonly paint: Paint;
  /** Columns that lines may fill; `Infinity` for no limit. */
  readonly width: number;
}

/**
 * The rule of every verb whose answer may be read by a program: tables on a terminal, JSON anywhere else, and either where
 * `--json` or `--table` asks for it.
 *
 * @param stream default stdout
 * @throws DragomanError `usage` for both flags at once
 */
export function outputStyle(
  { json, table }: { readonly json: boolean; readonly table: boolean },
  stream: OutputStream = process.stdout,
  environment: NodeJS.ProcessEnv = process.env,
): OutputStyle {
  if (json && table) throw new DragomanError('usage', '--json and --table exclude each other');
  return {
    json: json || (!table && stream.isTTY !== true),
    paint: paintFor(stream, environment),
    width: terminalWidth(stream, environment),
  };
}
