import type { Feedback, FeedbackSource } from '../record/feedback.js';
import type { Column } from './column.js';

export const FEEDBACK_COLUMNS: readonly Column<Feedback>[] = [
  { name: 'decision', type: 'text', of: ({ decision }) => decision },
  { name: 'source', type: 'text', of: ({ source }) => source },
  { name: 'at', type: 'bigint', of: ({ at }) => Math.floor(at) },
  { name: 'score', type: 'double precision', of: ({ score }) => score },
  { name: 'route', type: 'text', of: ({ route }) => route },
  { name: 'model', type: 'text', of: ({ model }) => model },
  { name: 'tags', type: 'text', of: ({ tags }) => JSON.stringify(tags) },
];

/** What was kept. @param row values in the order of {@link FEEDBACK_COLUMNS} */
export function feedbackOf([decision, source, at, score, route, model, tags]: readonly unknown[]): Feedback {
  return {
    decision: decision as string,
    source: source as FeedbackSource,
    at: Number(at),
    score: score as number | null,
    route: route as string | null,
    model: model as string | null,
    tags: JSON.parse(tags as string) as string[],
  };
}
