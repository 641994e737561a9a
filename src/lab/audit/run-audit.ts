import { ok, type Result } from '../../errors.js';
import { agreement } from '../../gate/opinions/agreement.js';
import type { AnswerComparison } from '../../record/comparison.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { AskedModel, AskModel } from './ask-model.js';
import { answeredBy } from './audit-sample.js';
import { judgePair } from './judge-pair.js';

export interface AuditOptions {
  readonly ask: AskModel;
  /** The pool's models by name. */
  readonly models: ReadonlyMap<string, AskedModel>;
  /** The model that the router's choices are compared with. */
  readonly reference: AskedModel;
  readonly judge: AskedModel;
  /** Longest answer, in tokens. */
  readonly maxTokens: number;
  /** Records that are audited at a time. */
  readonly atOnce: number;
  /** No further record is begun once so many US dollars were spent. */
  readonly maxUsd: number;
  readonly now?: () => number;
}

/** One record that was asked about, or why it could not be judged. */
export interface Audited {
  readonly record: StoredRecord;
  readonly result: Result<AnswerComparison>;
}

/**
 * Asks the recorded prompts again, of the model that answered and of the reference, and has both answers judged blind and in
 * both orders.
 *
 * @param onAudited is handed each record when it is done with, in the order in which they end
 */
export async function runAudit(
  records: readonly StoredRecord[],
  options: AuditOptions,
  onAudited: (audited: Audited) => void,
): Promise<void> {
  const left = records.values();
  let spent = 0;
  const work = async (): Promise<void> => {
    while (spent < options.maxUsd) {
      const next = left.next();
      if (next.done === true) return;
      const result = await auditOne(next.value, options);
      if (result.ok) spent += result.value.costUsd;
      onAudited({ record: next.value, result });
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, work));
}

async function auditOne(
  record: StoredRecord,
  { ask, models, reference, judge, maxTokens, now = Date.now }: AuditOptions,
): Promise<Result<AnswerComparison>> {
  const name = answeredBy(record);
  const model = models.get(name);
  if (model === undefined) return gone(name);
  const messages = (record.prompt.messages ?? []).map(({ role, text }) => ({ role, content: text }));
  const [own, other] = await Promise.all([
    ask(model, { messages, maxTokens }),
    ask(reference, { messages, maxTokens }),
  ]);
  if (!own.ok) return own;
  if (!other.ok) return other;
  const prompt = messages.map(({ role, content }) => `${role}: ${content}`).join('\n');
  const judged = await judgePair(ask, judge, { prompt, first: own.value.text, second: other.value.text });
  if (!judged.ok) return judged;
  const preferred = { first: 'model', second: 'reference', tie: 'tie' } as const;
  return ok({
    ...{ decision: record.id, kind: 'audit', at: now(), model: name, reference: reference.name },
    ...{ score: null, referenceScore: null },
    agreement: own.value.text === other.value.text ? 1 : agreement(own.value.text, [other.value.text]),
    preferred: preferred[judged.value.preferred],
    costUsd: own.value.costUsd + other.value.costUsd + judged.value.costUsd,
  });
}

function gone(name: string): Result<never> {
  const message = `${name} is no longer in the pool.`;
  return { ok: false, problem: { code: 'model_not_found', message } };
}
