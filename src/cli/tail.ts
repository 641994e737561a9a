import { parseArgs } from 'node:util';
import { readToken } from '../admin/access.js';
import { DragomanError } from '../errors.js';
import { numberFlag } from './flags/number-flag.js';
import { TAIL } from './manual/tail.js';
import { outputStyle } from './output/output-style.js';
import { openAdmin } from './tail/admin-client.js';
import { createDecisionTable } from './tail/decision-table.js';
import { followDecisions } from './tail/follow-decisions.js';

/**
 * The verb `tail`. Runs until SIGINT, SIGTERM, or nobody reads what it writes.
 * @returns the exit code
 * @throws DragomanError `usage`, `admin_unreachable`
 */
export async function tail(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: TAIL.flags });
  const style = outputStyle(values);
  const marginBelow = values['margin-below'];
  const { route, model, reason } = values;
  const query = {
    ...(route !== undefined && { route }),
    ...(model !== undefined && { model }),
    ...(reason !== undefined && { reason }),
    ...(marginBelow !== undefined && { marginBelow: String(numberFlag('margin-below', marginBelow, 0, 1)) }),
  };
  const stop = new AbortController();
  const end = (): void => {
    stop.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  process.stdout.once('error', end);
  const table = createDecisionTable(style);
  const client = openAdmin(adminOf(values.admin), readToken(process.env['DRAGOMAN_ADMIN_TOKEN']));
  await followDecisions(client, {
    ...{ query, signal: stop.signal },
    onDecision: (decision) => {
      const lines = style.json ? [JSON.stringify(decision)] : table.linesOf(decision);
      process.stdout.write(`${lines.join('\n')}\n`);
    },
    onTrouble: (message) => {
      process.stderr.write(`dragoman: ${message}\n`);
    },
  });
  return 0;
}

function adminOf(flag: string): URL {
  // An address as dragoman serve --admin takes it will do as well.
  const text = /^https?:\/\//.test(flag) ? flag : `http://${flag}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.username + url.password !== '') {
    throw new DragomanError('usage', '--admin takes no name and password; set DRAGOMAN_ADMIN_TOKEN instead');
  }
  if (url !== undefined) return url;
  throw new DragomanError('usage', `--admin is "${flag}", must be like http://127.0.0.1:9902`);
}
