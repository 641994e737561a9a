import { pino, type Logger } from 'pino';
import { DragomanError } from '../errors.js';

export type { Logger };

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * One JSON object a line on standard output. Lines are written in the background, those that come together in one go; a
 * process that ends by itself writes all of them, one that is killed may lose the last.
 */
export function createLogger(level: LogLevel): Logger {
  const destination = pino.destination({ dest: 1, sync: false });
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino({ ...options, serializers: { err: toEntry } }, destination);
}

/** An error of ours says what to do; where it was thrown would only hide that. */
function toEntry(error: Error): unknown {
  const entry = pino.stdSerializers.err(error);
  return error instanceof DragomanError ? { ...entry, stack: undefined } : entry;
}
