/** The entry of the process that works out evidence for the console, one question at a time, beside the one that serves. */
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { loadRegistry } from '../../config/load.js';
import { DragomanError, ERRORS, type Result } from '../../errors.js';
import { openRecordStore } from '../../store/open-record-store.js';
import { createStoreHandle } from '../../store/store-handle.js';
import { answerQuestion, type OpenSources } from './answer-question.js';
import { evidenceEmbedder } from './evidence-embedder.js';
import type { Answer, NumberedAnswer, NumberedQuestion } from './evidence-messages.js';
import type { EvidenceQuestion } from './evidence-kinds.js';
import { type EvidenceSettings, RECORDS_VARIABLE } from './evidence-settings.js';

/** Shorter than the time that an answer is waited for, in milliseconds. */
const STATEMENT_MS = 50_000;

const settings = JSON.parse(process.argv[2] ?? '') as EvidenceSettings;
const url = process.env[RECORDS_VARIABLE];
// Threads that are started from now on have it as well.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
preferForOutOfMemory();
// A terminal and a service manager signal both processes at once; the one that serves ends this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const store =
  url === undefined || url === ''
    ? undefined
    : createStoreHandle(() => openRecordStore(url, { mustExist: true, statementMs: STATEMENT_MS }));
const sources: OpenSources = {
  store: async () => store?.get(),
  registry: () => {
    const loaded = loadRegistry(settings.directory);
    return loaded.ok ? loaded.registry : undefined;
  },
  embed: evidenceEmbedder(settings),
};

process.on('message', (message) => {
  const { number, question } = message as NumberedQuestion;
  void answer(question).then((found) => {
    // It may have gone meanwhile, and then nobody takes what was worked out.
    if (process.connected) process.send?.({ number, answer: found } satisfies NumberedAnswer);
  });
});

// The one that serves has gone, and nobody takes what is being worked out: it ends as that one would have ended it.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

/** Where memory runs out, Linux is to end this process rather than the one that serves; other systems have no such file. */
function preferForOutOfMemory(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    return;
  }
}

async function answer(question: EvidenceQuestion): Promise<Answer> {
  try {
    return written(await answerQuestion(question, sources, Date.now()));
  } catch (error) {
    if (!(error instanceof DragomanError)) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const message = "It could not be worked out; Dragoman's log says why.";
      return { ok: false, code: 'evidence_failed', message, detail };
    }
    const code = ERRORS[error.code].status > 0 ? error.code : 'evidence_failed';
    return { ok: false, code, message: error.message };
  }
}

function written(result: Result<object>): Answer {
  if (result.ok) return { ok: true, json: JSON.stringify(result.value) };
  return { ok: false, code: result.problem.code, message: result.problem.message };
}
