import type { FuzzTarget } from './fuzz-target.js';
import { accessLogTarget } from './targets/access-log.js';
import { answerGateTarget, escalationTarget } from './targets/answer-gate.js';
import { decidedRequestTarget } from './targets/decided-request.js';
import { emitStreamTarget } from './targets/emit-stream.js';
import { eventTailTarget } from './targets/event-tail.js';
import { feedbackTarget } from './targets/feedback.js';
import { llmRepliesTarget } from './targets/llm-replies.js';
import { modelRewriteTarget } from './targets/model-rewrite.js';
import { parseRequestTarget } from './targets/parse-request.js';
import { keywordsTarget, patternsTarget } from './targets/patterns.js';
import { personalDataTarget } from './targets/personal-data.js';
import { processingOrderTarget } from './targets/processing-order.js';
import { examplesTarget, registryLoaderTarget } from './targets/registry-loader.js';
import { sseSplitterTarget } from './targets/sse-splitter.js';
import { textSignalsTarget } from './targets/text-signals.js';
import { textCutsTarget, tokenizerTarget } from './targets/tokenizer.js';
import { traceHeadersTarget } from './targets/trace-headers.js';
import { wireMessagesTarget } from './targets/wire-messages.js';

/** Everything that is fuzzed, in the order of a request's way. */
export const TARGETS: readonly FuzzTarget[] = [
  wireMessagesTarget,
  processingOrderTarget,
  parseRequestTarget,
  feedbackTarget,
  traceHeadersTarget,
  textSignalsTarget,
  tokenizerTarget,
  textCutsTarget,
  patternsTarget,
  keywordsTarget,
  personalDataTarget,
  llmRepliesTarget,
  decidedRequestTarget,
  modelRewriteTarget,
  sseSplitterTarget,
  answerGateTarget,
  escalationTarget,
  emitStreamTarget,
  eventTailTarget,
  accessLogTarget,
  registryLoaderTarget,
  examplesTarget,
];
