import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { BEHAVIOUR_HEADER } from '../../demo/stand-in/behaviour.js';
import { dataFile } from '../../src/lab/data-folder.js';
import { readRows } from '../../src/lab/read-jsonl.js';
import { CLIENT_HEADERS } from '../../src/mutation/wire-names.js';
import { ask, type Answer } from './ask.js';

/** Requests in flight at once. */
const CONCURRENCY = 8;

/** Longest answer, in words, that a stand-in is asked for. */
const MOST_WORDS = 200;

const TENANTS = ['north', 'south', 'west'] as const;

/**
 * Sends the recorded traffic of the data folder, in its order, to a stack whose pool has the models that it asks for. The
 * answers are as long as the trace says, conversations have their names, and each conversation has one of three tenants.
 *
 * @param limit requests to send
 */
export async function sendTraffic(url: string, limit = Infinity): Promise<Answer[]> {
  const answers: Answer[] = [];
  const pending = new Set<Promise<void>>();
  const rows = await readRows(dataFile('traffic/traffic.jsonl.gz'));
  for (const [number, row] of rows.slice(0, limit).entries()) {
    const one = ask(url, objectOf(row['body']), { headers: headersOf(row, number) }).then((answer) => {
      answers.push(answer);
      pending.delete(one);
    });
    pending.add(one);
    if (pending.size >= CONCURRENCY) await Promise.race(pending);
  }
  await Promise.all(pending);
  return answers;
}

function headersOf(row: JsonObject, number: number): Record<string, string> {
  const session = objectOf(row['headers'] ?? {})['x-session-id'];
  const words = Math.min(MOST_WORDS, Number(objectOf(row['trace'] ?? {})['generated_tokens'] ?? 16));
  const name = typeof session === 'string' ? session : String(number);
  const bytes = Buffer.from(name).reduce((sum, byte) => sum + byte, 0);
  return {
    [BEHAVIOUR_HEADER]: `words=${words}`,
    'x-tenant-id': TENANTS[bytes % TENANTS.length] ?? TENANTS[0],
    ...(typeof session === 'string' && { [CLIENT_HEADERS.conversation]: session }),
  };
}
