import type { LoggedChoice } from '../../../src/lab/whatif/logged-choice.js';
import { randomNumbers } from '../../../src/heads/random.js';

/** A world whose truth is known: conversations of one difficulty in [0, 1] each, and three models. */
export interface World {
  readonly conversations: number;
  /** Share of the conversations that explore. */
  readonly explored: number;
  /** Share that goes to the large model. */
  readonly control: number;
}

const MODELS = ['small', 'medium', 'large'];

/** Chance that a model's answer to a prompt of such difficulty is good. */
const QUALITY: Readonly<Record<string, (difficulty: number) => number>> = {
  small: (difficulty) => 1 - 0.7 * difficulty,
  medium: (difficulty) => 1 - 0.4 * difficulty,
  large: (difficulty) => 1 - 0.15 * difficulty,
};

/** What was served: the small model up to .6, else the large one. */
function routed(difficulty: number): string {
  return difficulty < 0.6 ? 'small' : 'large';
}

/** What is judged: the small model up to .8, else the medium one. */
function wanted(difficulty: number): string {
  return difficulty < 0.8 ? 'small' : 'medium';
}

/** Integral of the judged policy's quality: 0.8 - 0.35 * 0.64 + 0.2 - 0.2 * 0.36. */
export const TRUTH = 0.704;

export function simulateLog({ conversations, explored, control }: World, seed: number): LoggedChoice[] {
  const random = randomNumbers(seed);
  return Array.from({ length: conversations }, (_, at) => at).flatMap((at) => {
    const difficulty = random();
    const own = routed(difficulty);
    const draw = random();
    const chance = MODELS[Math.floor(random() * MODELS.length)] ?? own;
    const action = draw < control ? 'large' : draw < control + explored ? chance : own;
    const propensity =
      (action === own ? 1 - control - explored : 0) +
      (action === 'large' ? control : 0) +
      explored / MODELS.length;
    const choice = wanted(difficulty);
    const isCovered = explored > 0 || choice === own || (control > 0 && choice === 'large');
    const turns = 1 + Math.floor(random() * 4);
    return Array.from({ length: turns }, () => ({
      cluster: `conversation ${at}`,
      action,
      propensity,
      reward: random() < (QUALITY[action]?.(difficulty) ?? 0) ? 1 : 0,
      target: new Map([[choice, 1]]),
      covered: isCovered ? 1 : 0,
      context: { group: difficulty < 0.5 ? 'easy' : 'hard', features: [difficulty] },
    }));
  });
}
