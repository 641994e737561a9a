import type { Answer } from './answer.js';
import { readText } from './checks/answer-text.js';
import type { Ask } from './ask.js';
import type { Check } from './checks/check.js';
import { checkEmpty } from './checks/empty.js';
import { checkHedging } from './checks/hedging.js';
import { checkMissingCode } from './checks/missing-code.js';
import { checkOffTopic } from './checks/off-topic.js';
import { checkRefusal } from './checks/refusal.js';
import { checkRepetition } from './checks/repetition.js';
import { checkTemplateTokens } from './checks/template-tokens.js';
import { checkTooShort } from './checks/too-short.js';
import { checkTruncated } from './checks/truncated.js';
import { checkUnbalanced } from './checks/unbalanced.js';
import { checkUnsureTokens } from './checks/unsure-tokens.js';
import { checkWrongLanguage } from './checks/wrong-language.js';
import type { Finding } from './finding.js';

/** Checks that hold for every text, and those of them that hold for a beginning. */
const ALWAYS: readonly Check[] = [
  checkEmpty,
  checkTemplateTokens,
  checkRepetition,
  checkTruncated,
  checkUnbalanced,
  checkUnsureTokens,
];
const ALWAYS_AT_FIRST: readonly Check[] = [checkTemplateTokens, checkRepetition, checkUnsureTokens];
/** Checks that read the text as prose. */
const OF_PROSE: readonly Check[] = [
  checkRefusal,
  checkWrongLanguage,
  checkTooShort,
  checkMissingCode,
  checkHedging,
  checkOffTopic,
];
const OF_PROSE_AT_FIRST: readonly Check[] = [checkRefusal, checkWrongLanguage];

/**
 * What the checks hold against an answer, strongest first; none for an answer with tool calls or media. Cheap and
 * pure, linear in the answer's length, at most one finding a reason. Contracts are apart: see `contracts.ts`.
 */
export function runChecks(ask: Ask, answer: Answer): readonly Finding[] {
  return run(ask, answer, ALWAYS, OF_PROSE);
}

/** As {@link runChecks}, for an answer that goes on: only what its beginning can tell. */
export function runPrefixChecks(ask: Ask, answer: Answer): readonly Finding[] {
  return run(ask, answer, ALWAYS_AT_FIRST, OF_PROSE_AT_FIRST);
}

function run(
  ask: Ask,
  answer: Answer,
  always: readonly Check[],
  ofProse: readonly Check[],
): readonly Finding[] {
  if (answer.toolCalls.length > 0 || answer.hasMedia) return [];
  const text = readText(answer.text);
  const isProse = ask.responseFormat === 'text' || answer.finish === 'refused';
  return (isProse ? [...always, ...ofProse] : always)
    .map((check) => check(ask, answer, text))
    .filter((finding) => finding !== undefined)
    .sort((one, other) => other.strength - one.strength);
}
