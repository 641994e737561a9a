/** Stands in for the process that works out evidence: does what a question says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, NumberedQuestion } from '../../../src/console/evidence/evidence-messages.js';

let answered = 0;

process.on('message', (message) => {
  const { number, question } = message as NumberedQuestion;
  const { wait = '0', crash, fail } = question.query;
  if (crash !== undefined) process.kill(process.pid, 'SIGKILL');
  void sleep(Number(wait)).then(() => {
    answered += 1;
    const settings = JSON.parse(process.argv[2] ?? '') as object;
    const { DRAGOMAN_RECORDS: records = null, ...environment } = process.env;
    const told = { answered, pid: process.pid, settings, records, environment };
    const answer: Answer =
      fail === undefined
        ? { ok: true, json: JSON.stringify(told) }
        : { ok: false, code: 'evidence_failed', message: fail, detail: `why ${fail}` };
    process.send?.({ number, answer });
  });
});
