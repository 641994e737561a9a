import type { Answer } from './answer.js';
import type { CostForecast } from './evaluation.js';

/** What 1,000 prompts like these are expected to cost; 0 for none. */
export function costForecast(answers: readonly Answer[]): CostForecast {
  const perThousand = (costOf: (answer: Answer) => number): number => {
    const total = answers.reduce((sum, answer) => sum + costOf(answer), 0);
    return answers.length === 0 ? 0 : (1000 * total) / answers.length;
  };
  return {
    perThousand: perThousand(({ cost }) => cost),
    defaultPerThousand: perThousand(({ defaultCost }) => defaultCost),
    strongestPerThousand: perThousand(({ strongestCost }) => strongestCost),
  };
}
