import type { Cursor } from '../cursor.js';
import type { RegistryDraft } from '../draft.js';
import { isAlias, nameGiver } from '../name-giver.js';
import { namedRoute } from '../named-route.js';
import type { Converter } from '../tool.js';
import { readCategories } from './categories.js';
import { readDecisions } from './decisions.js';
import { findLayout } from './layout.js';
import { keepsName, readModels, type SourceModels } from './models.js';

/** A vLLM Semantic Router's `config.yaml`, of any of its layouts. */
export const convertVllmSr: Converter = (root, options): RegistryDraft => {
  const models = readModels(root, nameGiver(['auto']), options);
  const layout = findLayout(root);
  const names = nameGiver(['none']);
  const decided = readDecisions(layout, models, names);
  const categories = readCategories(layout.categories, models, names);
  const renamed = [...models.names].filter(([name]) => !keepsName(name) && isAlias(name));
  const byName = renamed.map(([name, target]) =>
    namedRoute({ name: names.give(name), aliases: [name], target, from: [] }),
  );
  return {
    pool: 'vllm-sr',
    ...chooseDefault(root, models, decided.rest),
    aliases: [...new Set([...layout.aliases, ...renamed.map(([name]) => name)])],
    aliasesFrom: layout.aliasesFrom,
    models: models.drafts,
    routes: [...decided.routes, ...categories, ...byName],
  };
};

function chooseDefault(
  root: Cursor,
  { names, drafts }: SourceModels,
  rest: string | undefined,
): Pick<RegistryDraft, 'default' | 'defaultWhy'> {
  const defaults = root.at('providers', 'defaults');
  const places = [
    ...[defaults.at('default_model'), defaults.at('model')],
    ...[root.at('providers', 'default_model'), root.at('default_model')],
  ];
  for (const place of places) {
    const said = place.text();
    const model = names.get(said ?? '');
    if (model !== undefined) return { default: model, defaultWhy: 'Answers when no route is clear.' };
    if (said !== undefined) place.tell('lost', `"${said}" is no model of the pool`);
  }
  const defaultWhy = 'No default was named. It answers when no route is clear: choose a middle one.';
  return { default: rest ?? drafts[0]?.model.name ?? '', defaultWhy };
}
