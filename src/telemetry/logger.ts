import { pino, type Logger } from 'pino';

export type { Logger };

/**
 * One JSON object a line on standard output.
 *
 * @param level pino's: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
