import { fail, ok, type Result } from '../../errors.js';
import { parseJsonObject } from '../../request/json-body.js';
import { quoted } from '../../request/json-value.js';
import { type Logger, LOG_LEVELS, type LogLevel } from '../../telemetry/logger.js';
import type { AdminView } from '../admin-view.js';
import type { LogLevelView } from '../api/service.js';
import type { AdminEndpoint, AdminReply } from '../endpoint.js';
import { MOST_BODY_BYTES } from '../read-body.js';
import { problemReply } from '../problem-reply.js';

export function logLevelEndpoints({ logger }: AdminView): readonly AdminEndpoint[] {
  const show = (): AdminReply => {
    const level = LOG_LEVELS.find((known) => known === logger.level) ?? 'info';
    const body: LogLevelView = { level };
    return { kind: 'json', status: 200, body };
  };
  return [
    {
      method: 'GET',
      path: '/log-level',
      summary: 'How much is logged.',
      response: 'LogLevelView',
      handle: show,
    },
    {
      method: 'PUT',
      path: '/log-level',
      summary: 'Changes how much is logged, until the next start.',
      request: 'LogLevelView',
      response: 'LogLevelView',
      handle({ body }) {
        const level = readLevel(body);
        if (!level.ok) return problemReply(level.problem);
        change(logger, level.value);
        return show();
      },
    },
  ];
}

/** Said by the old level or by the new one, whichever says more, so that the log itself tells why it grows quiet. */
function change(logger: Logger, to: LogLevel): void {
  const told = { from: logger.level, to };
  const isToldFirst = logger.isLevelEnabled('info');
  if (isToldFirst) logger.info(told, 'the log level changes');
  logger.level = to;
  if (!isToldFirst) logger.info(told, 'the log level changes');
}

function readLevel(body: Buffer): Result<LogLevel> {
  const parsed = parseJsonObject(body, { maxDepth: 2, maxBodyBytes: MOST_BODY_BYTES });
  if (!parsed.ok) return parsed;
  const { level, ...others } = parsed.value;
  const [stray] = Object.keys(others);
  if (stray !== undefined) return fail('field_invalid', `${quoted(stray)} is no field here; send "level".`);
  const found = LOG_LEVELS.find((known) => known === level);
  if (found !== undefined) return ok(found);
  return fail('field_invalid', `The level is ${quoted(level)}; send one of ${LOG_LEVELS.join(', ')}.`);
}
