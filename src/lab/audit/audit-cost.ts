import { USUAL_OUTPUT_TOKENS } from '../../decision/expectations.js';
import { costOf } from '../../outcome/cost.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { AskedModel } from './ask-model.js';
import { answeredBy } from './audit-sample.js';
import { VERDICT_TOKENS } from './judge-pair.js';

/** Tokens of the judge's task and of the words around the answers. */
const TASK_TOKENS = 120;

/**
 * Expected US dollars of an audit: both answers again, and two questions to the judge about each pair. Answers are taken to
 * be as long as the recorded one, and a usual one where it was not counted.
 */
export function auditCost(
  records: readonly StoredRecord[],
  {
    models,
    reference,
    judge,
    maxTokens,
  }: {
    readonly models: ReadonlyMap<string, AskedModel>;
    readonly reference: AskedModel;
    readonly judge: AskedModel;
    readonly maxTokens: number;
  },
): number {
  return records.reduce((sum, record) => {
    const model = models.get(answeredBy(record));
    if (model === undefined) return sum;
    const inputTokens = record.outcome?.inputTokens ?? record.prompt.tokens;
    const outputTokens = Math.min(record.outcome?.outputTokens ?? USUAL_OUTPUT_TOKENS, maxTokens);
    const answer = { inputTokens, outputTokens };
    const question = {
      inputTokens: inputTokens + 2 * outputTokens + TASK_TOKENS,
      outputTokens: VERDICT_TOKENS,
    };
    const answers = (costOf(model.price, answer) ?? 0) + (costOf(reference.price, answer) ?? 0);
    return sum + answers + 2 * (costOf(judge.price, question) ?? 0);
  }, 0);
}
