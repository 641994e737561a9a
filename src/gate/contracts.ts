import type { Answer } from './answer.js';
import type { Ask } from './ask.js';
import { brokenFormat } from './contracts/json-answer.js';
import { brokenCall } from './contracts/tool-calls.js';
import type { Finding } from './finding.js';

/**
 * The contracts of the request that an answer breaks, each with strength 1: the JSON format and its schema, or, for an
 * answer that calls tools, that they exist and take such arguments. Never throws; a schema that cannot be checked is kept.
 */
export function brokenContracts(ask: Ask, answer: Answer): readonly Finding[] {
  const finding =
    answer.toolCalls.length > 0 ? brokenCall(ask.tools, answer.toolCalls) : brokenText(ask, answer);
  return finding === undefined ? [] : [finding];
}

/** Of an answer with media the text may be a caption; a model that declines has no JSON to give. */
function brokenText(ask: Ask, answer: Answer): Finding | undefined {
  return answer.hasMedia || answer.finish === 'refused' ? undefined : brokenFormat(ask, answer);
}
