import type { RouteSpec } from '../../config/api/v1alpha1/route.js';
import type { Cursor } from '../cursor.js';
import type { RouteDraft } from '../draft.js';
import type { NameGiver } from '../name-giver.js';
import type { SourceModels } from './models.js';
import { SIGNAL_READERS } from './signal-rule.js';
import { conditionsOf } from './formula.js';

/** Reads the domains that name models themselves: each becomes a Route to the model with the highest score. */
export function readCategories(
  categories: readonly Cursor[],
  models: SourceModels,
  names: NameGiver,
): RouteDraft[] {
  return categories.flatMap((category): RouteDraft[] => {
    const scored = category
      .at('model_scores')
      .items()
      .flatMap((at) => {
        const name = at.at('model').text();
        const model = models.names.get(name ?? '');
        if (model === undefined) at.tell('lost', `"${name ?? ''}" is no model of the pool`);
        return model === undefined ? [] : [{ at, model, score: at.at('score').number() ?? 0 }];
      })
      .sort((a, b) => b.score - a.score);
    const [best, ...others] = scored;
    const reading = SIGNAL_READERS['domain']?.(category, { negated: false, level: undefined });
    if (best === undefined || reading === undefined || 'why' in reading) {
      const why =
        reading !== undefined && 'why' in reading ? reading.why : 'none of its models is in the pool';
      category.tell('lost', why, 'give a Route examples of it');
      return [];
    }
    for (const { at } of others) {
      at.tell('lost', 'a Route has one target', 'for a choice by predicted quality give it an objective');
    }
    const description = category.at('description').text();
    const spec: RouteSpec = {
      ...(description !== undefined && { description }),
      match: [{ when: conditionsOf(reading.formula[0] ?? []) ?? [] }],
      target: best.model,
    };
    const name = category.at('name').text() ?? 'category';
    return [{ name: names.give(name.replaceAll('_', '-')), spec, from: [category.path] }];
  });
}
