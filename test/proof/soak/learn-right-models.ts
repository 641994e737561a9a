import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../support/ask.js';
import { ask } from '../../support/ask.js';
import { BEHAVIOUR_HEADER } from '../../../demo/stand-in/behaviour.js';
import { objectOf, parseObject } from '../../../demo/stand-in/json.js';
import { ERRORS } from '../../../src/errors.js';
import { CLIENT_HEADERS } from '../../../src/mutation/wire-names.js';
import type { CheckedRequest } from '../load/checked-request.js';
import { TIERS } from './soak-registry.js';
import type { TraceRow } from './trace.js';

const AT_ONCE = 4;
/** What an answer says does not matter here. */
const SHORT = { [BEHAVIOUR_HEADER]: 'words=1, gap=0' };
const TRIES = 4;
/** Before the second try; then twice as long each time. */
const PAUSE_MS = 100;
/** A layer could not be asked, so the model says nothing about the request. */
const UNSURE = /^(encoder_|examples_loading$|overloaded$|stand_in$)/;

/**
 * Asks for each request of the trace once, when nothing else is going on: the model that answers then is the right one under
 * load, too. What a model or Envoy itself refuses is left out; what Dragoman refuses must be refused under load.
 */
export async function learnRightModels(
  url: string,
  rows: readonly TraceRow[],
): Promise<readonly CheckedRequest[]> {
  const found: (CheckedRequest | undefined)[] = rows.map(() => undefined);
  const waiting = [...rows.entries()];
  const client = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, row] = next;
      found[at] = await learn(url, row, at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return found.filter((request) => request !== undefined);
}

async function learn(url: string, row: TraceRow, at: number): Promise<CheckedRequest | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const headers = { ...row.headers, ...SHORT, [CLIENT_HEADERS.conversation]: `calm-${at}-${attempt}` };
    const answer = await ask(url, row.body, { headers });
    const models = rightModels(answer);
    if (models !== undefined) return { ...row, models };
    if (answer.status !== 200) return undefined;
    await sleep(PAUSE_MS * 2 ** attempt);
  }
  return undefined;
}

function rightModels(answer: Answer): readonly string[] | undefined {
  const { status, route, model, reason, text } = answer;
  if (status === 200) {
    if (model === null || reason === null || UNSURE.test(reason)) return undefined;
    return [...new Set([model, ...(TIERS[route ?? ''] ?? [])])];
  }
  const code = String(objectOf(parseObject(text)?.['error'])['code']);
  return code in ERRORS ? [] : undefined;
}
