import type { DecisionLayer } from '../../decision/decision.js';
import { modelOutlooks } from '../../decision/model-outlook.js';
import type { Reason } from '../../decision/reason.js';
import { strongestModel } from '../../decision/strongest-model.js';
import { cutText } from '../../embed/window.js';
import type { RequestView } from '../../request/request-view.js';
import type { Judgement } from '../../router/judge.js';
import type { Snapshot } from '../../router/snapshot.js';
import { NO_ROUTE } from './read-labels.js';

/** What a registry does with one prompt, as far as an evaluation looks at it. */
export interface Answer {
  /** The row's own, else the number of its line. */
  readonly id: string | number;
  /** Beginning of the last user turn on one line, {@link SHOWN_CHARACTERS} at most. */
  readonly text: string;
  /** The route that decides; {@link NO_ROUTE} when none does. */
  readonly route: string;
  /** The most probable route, whatever the bars say; `undefined` when nothing was compared. */
  readonly best: string | undefined;
  /** Calibrated probability of {@link best}, in [0, 1], that takes for granted that one of the routes is right. */
  readonly confidence: number | undefined;
  /** How strange the prompt is to all routes, in [0, 1]; `undefined` when nothing was compared. */
  readonly outOfScope: number | undefined;
  /** Pool name of the model that answers. */
  readonly model: string;
  readonly layer: DecisionLayer;
  readonly reason: Reason;
  /** Expected US dollars of the model's answer; of a cascade, of its first tier's. */
  readonly cost: number;
  /** The same when the default model, or the dearest one, answers. */
  readonly defaultCost: number;
  readonly strongestCost: number;
  /** Microseconds of each layer that ran. */
  readonly microseconds: Readonly<Record<string, number>>;
}

/** Characters of a prompt that reports show. */
const SHOWN_CHARACTERS = 120;

export function answerOf(
  id: string | number,
  view: RequestView,
  { signals, decision }: Judgement,
  { plan }: Pick<Snapshot, 'plan'>,
): Answer {
  const outlooks = modelOutlooks(plan.models.values(), view, signals);
  const costOf = (model: string): number => outlooks[model]?.cost ?? 0;
  const best = decision.scores?.routes.find(({ probability }) => probability > 0);
  return {
    id,
    text: shownText(view.lastUserText),
    route: decision.route ?? NO_ROUTE,
    best: best?.route,
    confidence: best?.probability,
    outOfScope: decision.scores?.outOfScope,
    model: decision.model,
    layer: decision.layer,
    reason: decision.reason,
    cost: costOf(decision.model),
    defaultCost: costOf(plan.defaultModel.name),
    strongestCost: costOf(strongestModel(plan).name),
    microseconds: Object.fromEntries(signals.map((signal) => [signal.name, signal.microseconds])),
  };
}

/** A text on one line, cut to {@link SHOWN_CHARACTERS} with a mark; never within a surrogate pair. */
export function shownText(text: string): string {
  const line = text
    .slice(0, 16 * SHOWN_CHARACTERS)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= SHOWN_CHARACTERS ? line : `${cutText(line, SHOWN_CHARACTERS - 1, 0).trimEnd()}…`;
}
