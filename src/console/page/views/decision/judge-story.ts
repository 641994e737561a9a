import type { DecisionStory } from '../../../../admin/api/decisions.js';
import type { Bars } from './bars.js';
import { type Fact, type Tone, toneOf } from './fact.js';
import { modelFacts } from './model-facts.js';
import { routeFacts } from './route-facts.js';

/** What can be said of a decision afterwards: whether the route was wrong, or the model, and what tells so. */
export interface StoryJudgement {
  readonly tone: Tone;
  readonly headline: string;
  /** Where to look next. */
  readonly advice: string;
  readonly route: readonly Fact[];
  readonly model: readonly Fact[];
}

export function judgeStory(story: DecisionStory, bars: Bars): StoryJudgement {
  const route = routeFacts(story, bars);
  const model = modelFacts(story);
  const verdict = verdictOf(toneOf(route), toneOf(model), story);
  return { ...verdict, route, model };
}

type Verdict = Pick<StoryJudgement, 'tone' | 'headline' | 'advice'>;

function verdictOf(route: Tone, model: Tone, { record }: DecisionStory): Verdict {
  const name = record.route ?? 'the default';
  const isDoubtful = route === 'bad' || route === 'warn';
  if (model === 'bad' && isByChance(record)) {
    return say(
      'warn',
      'Not the router’s choice',
      `${record.model} did badly, but a trial chose it; see its arm below.`,
    );
  }
  if (model === 'bad' && isDoubtful) {
    return say(
      'bad',
      'Look at the route first',
      `The route was in doubt, so this does not yet speak against ${record.model}.`,
    );
  }
  if (model === 'bad') {
    return say(
      'bad',
      'Good route, bad model',
      `${name} was clear and ${record.model} did badly: look at the route’s target or bar.`,
    );
  }
  if (route === 'bad') {
    return model === 'good'
      ? say(
          'bad',
          'Good model, bad route',
          `${record.model} did well with what it got: give examples to the route that was meant.`,
        )
      : say('bad', 'Bad route', 'Nobody judged the answer; give examples to the route that was meant.');
  }
  if (route === 'warn') {
    return say(
      'warn',
      'The route was in doubt',
      'Nothing went wrong that is known of; more examples would make it clear.',
    );
  }
  if (model === 'warn')
    return say('warn', 'The answer is in doubt', 'The route was clear; compare the answers.');
  if (model === 'good') return say('good', 'Nothing speaks against it', 'Route and answer both hold.');
  return record.outcome === null
    ? say('none', 'Not finished', 'No outcome was reported, so nothing can be said of the model.')
    : say(
        'good',
        'Nothing speaks against it',
        'The route holds and an answer was given; nobody judged the answer.',
      );
}

function isByChance({ arm, model, routedModel }: DecisionStory['record']): boolean {
  return (arm === 'explored' || arm === 'control') && model !== routedModel;
}

function say(tone: Tone, headline: string, advice: string): Verdict {
  return { tone, headline, advice };
}
