import { ARMS } from '../../decision/arm.js';
import type { DecisionLayer } from '../../decision/decision.js';
import { REASONS } from '../../decision/reason.js';
import { ERRORS } from '../../errors.js';
import { GATE_REASONS } from '../../gate/gate-reason.js';
import type { GateStage } from '../../gate/verdict.js';
import { FEEDBACK_SOURCES } from '../../record/feedback.js';
import type { Signal } from '../../signals/signal.js';

/** Stands for every name that the registry in service does not have, and for those beyond {@link MOST_NAMES}. */
export const OTHER = 'other';

/** Stands for no route, no model, and no status. */
export const NONE = 'none';

/** Names of one kind that get series of their own: the first ones in the registry's order. */
export const MOST_NAMES = 512;

/** A label: its closed set of values, or what bounds it. */
export type MetricLabel =
  | { readonly meaning: string; readonly values: readonly string[] }
  | { readonly meaning: string; readonly bound: string };

const ROUTES = `routes of the registry in service, at most ${MOST_NAMES}, \`${NONE}\` and \`${OTHER}\``;
const MODELS = `models of the pool in service, at most ${MOST_NAMES}, \`${NONE}\` and \`${OTHER}\``;
const ASKED = `aliases and models of the pool in service, at most ${MOST_NAMES}, and \`${OTHER}\``;

const LAYERS: readonly DecisionLayer[] = ['pin', 'rules', 'cache', 'fast', 'similarity', 'llm', 'default'];
const SIGNALS: readonly Signal['name'][] = [
  ...(['features', 'builtin', 'rules', 'cache', 'fast', 'similarity', 'llm', 'outcomes'] as const),
];
const STAGES: readonly GateStage[] = ['none', 'contract', 'heuristic', 'head', 'verifier', 'consistency'];

/** Those of `SHED_AT` in the router, which stands above this room. */
const SHED_THINGS = [
  ...(['llm', 'shadow', 'challenge', 'prompt', 'encoder', 'second_opinion'] as const),
  ...(['fast', 'shared_cache', 'outcomes', 'gate_head', 'decision'] as const),
];

/** HTTP statuses that are told apart; the others are told by their hundred. */
export const ERROR_STATUSES = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504] as const;

/** Every label of every metric. No value is taken from a request, but for names that the registry has. */
export const LABELS = {
  route: { meaning: 'The route.', bound: ROUTES },
  model: { meaning: "The pool's name of a model.", bound: MODELS },
  layer: { meaning: 'The layer that ended the search; `default`: none did.', values: LAYERS },
  reason: { meaning: 'Why the model was chosen, see [reasons](reasons.md).', values: Object.keys(REASONS) },
  signal: { meaning: 'The layer that ran.', values: SIGNALS },
  cause: {
    meaning: 'Why a request fell back.',
    values: [
      'low_margin',
      'out_of_scope',
      'nothing_to_compare',
      'encoder',
      'overload',
      'ineligible',
      'upstream',
    ],
  },
  loss: {
    meaning: 'Why something was lost.',
    values: ['full', 'refused', 'ended', 'busy', 'unredacted', 'failed', 'no_room'],
  },
  shed: { meaning: 'What was left out, see [overload](overload.md).', values: SHED_THINGS },
  lookup: { meaning: 'What the cache had.', values: ['hit', 'near_hit', 'miss'] },
  shared_lookup: {
    meaning: 'What came of asking the shared cache.',
    values: ['hit', 'miss', 'late', 'failed', 'refused', 'spared'],
  },
  shared_write: { meaning: 'What came of a write.', values: ['written', 'failed', 'dropped'] },
  shared_use: { meaning: 'What it is used for.', values: ['read', 'write'] },
  embedding: { meaning: 'What became of a text.', values: ['ok', 'late', 'busy', 'down'] },
  verdict: { meaning: 'What the gate found.', values: ['pass', 'fail', 'unjudged'] },
  turn: { meaning: 'What a conversation did.', values: ['kept', 'switched'] },
  answer: {
    meaning: 'What became of a question.',
    values: ['answered', 'cached', 'late', 'down', 'budget', 'breaker', 'unclear', 'absent'],
  },
  copy: { meaning: 'What became of a copy.', values: ['sent', 'unsent'] },
  comparison: { meaning: 'What became of a pair.', values: ['compared', 'incomparable'] },
  challenge: { meaning: 'What became of a challenge.', values: ['agreed', 'differed', 'dropped', 'failed'] },
  status: {
    meaning: "Hundred of the answer's HTTP status; `none`: the client was gone before there was one.",
    values: ['2xx', '3xx', '4xx', '5xx', NONE],
  },
  refused: { meaning: 'What was refused.', values: ['request', 'feedback'] },
  code: { meaning: 'The error code, see [errors](errors.md).', values: Object.keys(ERRORS) },
  source: {
    meaning: 'Who says so: the user, or what the client did next.',
    values: FEEDBACK_SOURCES.filter((source) => source !== 'label'),
  },
  opinion: { meaning: 'What it says of the answer.', values: ['content', 'discontent', 'neutral'] },
  arm: { meaning: 'Who chose the model, see [experiments](experiments.md).', values: ARMS },
  baseline: { meaning: 'The model in whose place another one answered.', values: ['default', 'strongest'] },
  stage: { meaning: 'What ended the judgement.', values: STAGES },
  held_against: {
    meaning: 'What the gate held against an answer, see [reasons](reasons.md).',
    values: Object.keys(GATE_REASONS),
  },
  queue: {
    meaning: 'What waits, is written or is lost.',
    values: [
      ...(['outcomes', 'records', 'feedback', 'comparisons', 'prompts', 'spans', 'shadows'] as const),
      ...(['challenges', 'status', 'events'] as const),
    ],
  },
  role: { meaning: 'Which bundle.', values: ['active', 'candidate'] },
  version: { meaning: 'A version.', bound: 'the one in service' },
  node_version: { meaning: "Node's version.", bound: 'one' },
  statistic: { meaning: 'The median, the 99th percentile, or the longest.', values: ['p50', 'p99', 'max'] },
  gen_ai_operation_name: { meaning: 'The kind of request.', values: ['chat', 'text_completion'] },
  gen_ai_provider_name: {
    meaning: 'Whose protocol the request speaks; the host of the model may be another.',
    values: ['openai', 'anthropic'],
  },
  gen_ai_request_model: { meaning: 'The model that the client asked for, such as `auto`.', bound: ASKED },
  gen_ai_response_model: { meaning: "The pool's name of the model that answered.", bound: MODELS },
  gen_ai_token_type: { meaning: 'Which tokens.', values: ['input', 'output'] },
  error_type: {
    meaning: 'HTTP status of a failed request, or its hundred; absent from a good one.',
    values: [...ERROR_STATUSES.map(String), '3xx', '4xx', '5xx', 'client_gone'],
  },
} as const satisfies Readonly<Record<string, MetricLabel>>;

export type LabelName = keyof typeof LABELS;
