import type { RouteScores } from '../../signals/routes/route-scores.js';
import type { Signal } from '../../signals/signal.js';

/** What a layer found, in one line of names and numbers. */
export function findingOf(signal: Signal): string {
  switch (signal.name) {
    case 'features': {
      const counted = Object.entries(signal.features).filter(([, value]) => value !== 0);
      return counted.map(([name, value]) => `${name} ${value}`).join(', ') || 'nothing to count';
    }
    case 'rules': {
      if (signal.route === undefined) return 'no rule holds';
      const guard = signal.guard === undefined ? '' : `; safety class of ${signal.guard}`;
      return `a rule of ${signal.route} holds${guard}`;
    }
    case 'builtin':
      return Object.entries(signal.labelled)
        .map(([name, { label, scores }]) => `${name} ${label} ${(scores[label] ?? 0).toFixed(2)}`)
        .join(', ');
    case 'outcomes':
      return [...signal.predictions]
        .map(([model, { quality }]) => `${model} ${quality.toFixed(2)}`)
        .join(', ');
    case 'cache':
      return signal.hit ? 'found the same request' : 'nothing like it yet';
    case 'fast':
      return `${bestTwo(signal.scores)}${signal.exits ? ', sure enough' : ''}`;
    default:
      return signal.result.ok ? bestTwo(signal.result.scores) : `not compared: ${signal.result.failure}`;
  }
}

function bestTwo({ routes, outOfScope, intents }: RouteScores): string {
  const best = routes.slice(0, 2).map(({ route, probability }) => `${route} ${probability.toFixed(3)}`);
  const several = intents === undefined ? '' : `; asks for ${intents.join(' and ')}`;
  return `${best.join(' before ')}; strange ${outOfScope.toFixed(2)}${several}`;
}
