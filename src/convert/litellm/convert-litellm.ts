import type { Cursor } from '../cursor.js';
import type { ModelDraft, RegistryDraft } from '../draft.js';
import { durationText } from '../duration-text.js';
import { isAlias, nameGiver } from '../name-giver.js';
import { tidyModel } from '../tidy-model.js';
import type { Converter } from '../tool.js';
import { isAutoRouter, readAutoRouters } from './auto-router.js';
import { readDeployment } from './deployment.js';
import { readFallbacks } from './fallbacks.js';
import { groupDeployments } from './group-deployments.js';
import { type Named, nameModels } from './name-models.js';
import { type OtherName, routeNames } from './name-routes.js';

/** A LiteLLM proxy's `config.yaml`. */
export const convertLitellm: Converter = (root, options): RegistryDraft => {
  const entries = root.at('model_list').items();
  const deployments = entries
    .filter((entry) => !isAutoRouter(entry))
    .flatMap((entry) => readDeployment(entry, options) ?? []);
  const groups = groupDeployments(deployments);
  const fallbacks = readFallbacks(root);
  const needsRoute = (name: string): boolean =>
    (fallbacks.of.get(name) ?? fallbacks.otherwise).some(
      (fallback) => fallback.name !== name && groups.has(fallback.name),
    );
  const { models, named } = nameModels(groups, needsRoute, nameGiver(['auto']));
  const names = nameGiver(['none']);
  const auto = readAutoRouters(entries.filter(isAutoRouter), named, names);
  const others = readOtherNames(root, named);
  const byName = routeNames({ named, others, fallbacks, routeNames: names });
  tellIdle(named, byName.routes, root);
  const chosen = chooseDefault(root, models, named, auto.fallback);
  return {
    pool: 'litellm',
    ...chosen,
    aliases: [...new Set([...auto.aliases, ...byName.aliases])].filter((alias) => alias !== 'auto'),
    aliasesFrom: byName.aliasesFrom,
    models: withTimeout(models, root),
    routes: [...auto.routes, ...byName.routes],
  };
};

function readOtherNames(root: Cursor, named: ReadonlyMap<string, Named>): OtherName[] {
  return root
    .at('router_settings', 'model_group_alias')
    .entries()
    .flatMap(([name, at]) => {
      const of = at.text() ?? at.at('model').text();
      if (of === undefined) return [];
      if (named.has(of) && !named.has(name) && isAlias(name)) return [{ name, of, at }];
      at.tell(
        'lost',
        named.has(name) ? 'it is the name of a model, too' : 'it stands for no model of the pool',
      );
      return [];
    });
}

/** Deployments that differ in more than their server are models of their own, and only the first answers. */
function tellIdle(named: ReadonlyMap<string, Named>, routes: RegistryDraft['routes'], root: Cursor): void {
  const used = new Set(routes.flatMap(({ spec }) => [spec.target, spec.policy?.fallback]));
  for (const { publicName, models, from } of named.values()) {
    if (models.length === 1) continue;
    const idle = models.slice(1).filter((model) => !used.has(model));
    const why = `deployments of "${publicName}" that differ in key, path or model name share no requests`;
    const what =
      idle.length === 0 ? 'the second answers when the first fails' : `unused are ${idle.join(', ')}`;
    root.at(...(from[1] ?? [])).tell('changed', why, what);
  }
}

function chooseDefault(
  root: Cursor,
  models: readonly ModelDraft[],
  named: ReadonlyMap<string, Named>,
  auto: string | undefined,
): Pick<RegistryDraft, 'default' | 'defaultWhy'> {
  const completion = root.at('general_settings', 'completion_model').text();
  const said = [auto, completion]
    .map((name) => named.get(name ?? '')?.models[0])
    .find((name) => name !== undefined);
  if (said !== undefined) return { default: said, defaultWhy: 'Answers when no route is clear.' };
  return {
    default: models[0]?.model.name ?? '',
    defaultWhy: 'The first of model_list. It answers when no route is clear: choose a middle one.',
  };
}

function withTimeout(models: readonly ModelDraft[], root: Cursor): ModelDraft[] {
  const [own, ...rest] = [
    root.at('router_settings', 'timeout'),
    root.at('litellm_settings', 'request_timeout'),
  ].filter((cursor) => cursor.exists);
  for (const cursor of rest) cursor.tell('lost', "the router's own timeout goes before");
  const seconds = own?.number();
  const timeout = seconds === undefined ? undefined : durationText(seconds);
  if (seconds !== undefined && timeout === undefined) own?.tell('lost', 'a time-out is from 1 ms to 24 h');
  const usual = timeout === undefined ? {} : { timeout };
  return models.map((draft) => ({ ...draft, model: tidyModel({ ...usual, ...draft.model }) }));
}
