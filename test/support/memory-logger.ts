import { pino } from 'pino';
import type { Logger } from '../../src/telemetry/logger.js';

/** A logger whose lines stay in memory. */
export function memoryLogger(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
  return { logger, lines };
}
