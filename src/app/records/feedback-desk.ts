import { didYouMean } from '../../config/suggest.js';
import { fail } from '../../errors.js';
import { errorReply } from '../../mutation/error-reply.js';
import { jsonReply } from '../../mutation/json-reply.js';
import type { Reply } from '../../mutation/mutation.js';
import type { Feedback } from '../../record/feedback.js';
import { type FeedbackForm, parseFeedback, problemOfHead } from '../../record/parse-feedback.js';
import type { RequestHead } from '../../request/request-head.js';
import type { VoicedDiscontent } from '../../router/past.js';
import {
  createFeedbackKeeper,
  type FeedbackKeeperOptions,
  type FeedbackStoreHandle,
  type Refusal,
} from './feedback-keeper.js';

/** Takes feedback: what clients send to `POST /v1/feedback`, and what their next request shows. */
export interface FeedbackDesk {
  /** A decision was made: feedback on it may come before the store has its record. */
  decided(id: string, tenant: string | undefined): void;
  /** A request showed what its client thinks of the answer before. Nobody waits for that to be written. */
  noticed(discontent: VoicedDiscontent): void;
  /** Answers from the head alone where nothing else is needed; `undefined` asks for the body. */
  onHeaders(head: RequestHead): Reply | undefined;
  /** Never rejects. */
  onBody(body: Buffer, asker: Asker): Promise<Reply>;
  /** For the admin endpoint `/counters`. */
  readonly counts: FeedbackCounts;
}

/** Who sends feedback, and the names that it may use. */
export interface Asker {
  /** The tenant header's value. */
  readonly tenant: string | undefined;
  readonly routes: readonly string[];
  readonly models: readonly string[];
}

/** Since the start. */
export interface FeedbackCounts {
  readonly taken: number;
  /** By error code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Seen in what clients did next, by source. */
  readonly noticed: Readonly<Record<VoicedDiscontent['source'], number>>;
}

/** Where records are kept, see `Records`. */
export interface FeedbackRecords {
  readonly store: FeedbackStoreHandle;
  /** Writes feedback that nobody waits for. */
  readonly addFeedback: (feedback: Feedback) => void;
}

export interface FeedbackDeskOptions extends FeedbackKeeperOptions {
  /** Told of each opinion that was taken or noticed. */
  readonly onOpinion?: (opinion: Pick<Feedback, 'decision' | 'source' | 'score'>) => void;
}

/** @param records `undefined` when none are kept: feedback is refused then */
export function createFeedbackDesk(
  records: FeedbackRecords | undefined,
  options: FeedbackDeskOptions,
): FeedbackDesk {
  const { now = Date.now, onOpinion } = options;
  const keeper = records && createFeedbackKeeper(records.store, options);
  const noticed = { reask: 0, regenerate: 0, switch: 0 };
  const refused: Record<string, number> = {};
  let taken = 0;

  const refuse = ({ problem }: Refusal): Reply => {
    refused[problem.code] = (refused[problem.code] ?? 0) + 1;
    return errorReply(problem, problem.code === 'method_not_allowed' ? [['allow', 'POST']] : []);
  };

  return {
    decided(id, tenant) {
      keeper?.decided(id, tenant);
    },
    noticed({ decision, source, model }) {
      noticed[source] += 1;
      const opinion = { score: 0, route: null, model: model ?? null, tags: [] };
      onOpinion?.({ decision, source, score: opinion.score });
      records?.addFeedback({ decision, source, at: now(), ...opinion });
    },
    onHeaders(head) {
      const problem = problemOfHead(head) ?? (keeper === undefined ? recordsOff() : undefined);
      return problem && refuse(problem);
    },
    async onBody(body, asker) {
      if (keeper === undefined) return refuse(recordsOff());
      const form = parseFeedback(body);
      if (!form.ok) return refuse(form);
      const problem = unknownName(form.value, asker) ?? (await keeper.keep(form.value, asker.tenant));
      if (problem !== undefined) return refuse(problem);
      taken += 1;
      onOpinion?.({ ...form.value, source: 'user' });
      return jsonReply(200, { object: 'feedback', decision: form.value.decision }, 'feedback');
    },
    get counts() {
      return { taken, refused: { ...refused }, noticed: { ...noticed } };
    },
  };
}

function unknownName({ route, model }: FeedbackForm, { routes, models }: Asker): Refusal | undefined {
  if (route !== null && !routes.includes(route)) {
    const message = `There is no route "${route.slice(0, 100)}"${hint(route, routes)}`;
    return fail('field_invalid', message, 'route');
  }
  if (model !== null && !models.includes(model)) {
    const message = `The pool has no model "${model.slice(0, 100)}"${hint(model, models)}`;
    return fail('field_invalid', message, 'model');
  }
  return undefined;
}

/** Names to choose from where none is near. */
const NAMES_SHOWN = 20;

function hint(name: string, known: readonly string[]): string {
  const meant = didYouMean(name, known);
  return meant === '' ? `; known are: ${known.slice(0, NAMES_SHOWN).join(', ')}.` : meant;
}

function recordsOff(): Refusal {
  const message =
    'Nothing is recorded here, so there is nowhere to put feedback. Start dragoman serve with --records.';
  return fail('records_off', message);
}
