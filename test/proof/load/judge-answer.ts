import { objectOf, parseObject } from '../../../demo/stand-in/json.js';
import type { Reason } from '../../../src/decision/reason.js';
import { ERRORS } from '../../../src/errors.js';
import { HEADERS } from '../../../src/mutation/wire-names.js';
import { answerModel } from './answer-model.js';
import type { CheckedRequest, Sent } from './checked-request.js';
import type { Exchange } from './exchange.js';

export type Judgement = Pick<Sent, 'fate' | 'reason' | 'detail'>;

/** Reasons that say that a layer could not be asked; any other must come with a right model. */
const MISSING_LAYER: ReadonlySet<string> = new Set<Reason | 'overloaded'>([
  'encoder_absent',
  'encoder_late',
  'encoder_busy',
  'encoder_down',
  'examples_loading',
  'overloaded',
]);

/** Envoy's own refusals: a circuit breaker that is open, and the overload manager. */
const ENVOY_REFUSES = /overflow|overload/;

/** Compares an answer with what is right for its request. */
export function judgeAnswer(request: CheckedRequest, answer: Exchange, defaultModel: string): Judgement {
  const reason = header(answer, HEADERS.reason) ?? 'undecided';
  if (answer.cancelled) return { fate: 'cancelled', reason };
  if (answer.status === 200) return judgeWhole(request, answer, defaultModel, reason);
  if (answer.status === 0) return { fate: 'lost', reason: answer.broken ?? 'no answer' };
  const code = codeOf(answer);
  const onPurpose = code in ERRORS || ENVOY_REFUSES.test(code);
  if (answer.status === 429 || (onPurpose && answer.status >= 500)) return { fate: 'refused', reason: code };
  const detail = `status ${answer.status}`;
  if (answer.status >= 500) return { fate: 'lost', reason: code, detail };
  const expected = request.models.length === 0 && onPurpose;
  return { fate: expected ? 'refused' : 'wrong', reason: code, detail };
}

function judgeWhole(
  request: CheckedRequest,
  answer: Exchange,
  defaultModel: string,
  reason: string,
): Judgement {
  const wrong = (detail: string): Judgement => ({ fate: 'wrong', reason, detail });
  if (answer.broken !== undefined) return wrong(`broke off: ${answer.broken}`);
  const read = answerModel(answer, request.body['stream'] === true);
  if ('fault' in read) return wrong(read.fault);
  const model = poolName(read.model);
  const told = header(answer, HEADERS.model);
  if (told !== model) return wrong(`${model} answered, and the header names ${told ?? 'no model'}`);
  if (header(answer, HEADERS.decision) === undefined) {
    if (header(answer, HEADERS.fallback) === undefined) return wrong('neither decided nor a fallback');
    return model === defaultModel ? { fate: 'default', reason } : wrong(`${model} answered, undecided`);
  }
  if (request.models.includes(model)) return { fate: 'routed', reason };
  const byDefault = MISSING_LAYER.has(reason) && model === defaultModel;
  if (byDefault || request.standIns?.includes(model)) return { fate: 'default', reason, detail: model };
  return wrong(`${model} answered, not ${request.models.join(' or ') || 'a refusal'}`);
}

function header({ headers }: Exchange, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function codeOf({ text, status }: Exchange): string {
  const code = objectOf(parseObject(text)?.['error'])['code'];
  return typeof code === 'string' ? code : `status ${status}`;
}

/** Stand-ins serve `stand-in/NAME`, scripted tiers `org/NAME`; NAME is the pool's. */
function poolName(served: string): string {
  return served.slice(served.lastIndexOf('/') + 1);
}
