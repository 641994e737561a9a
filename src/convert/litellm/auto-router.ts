import type { RouteSpec } from '../../config/api/v1alpha1/route.js';
import { type Cursor, textsOf } from '../cursor.js';
import type { RouteDraft } from '../draft.js';
import type { NameGiver } from '../name-giver.js';
import type { Named } from './name-models.js';
import { readSemanticRoutes } from './semantic-routes.js';

/** What LiteLLM's auto routers become. */
export interface AutoRouting {
  /** Names that mean "choose for me". */
  readonly aliases: readonly string[];
  readonly routes: readonly RouteDraft[];
  /** Public name of the model that answers when no route is clear. */
  readonly fallback: string | undefined;
}

/** Whether an entry of `model_list` is no model but a router. */
export function isAutoRouter(entry: Cursor): boolean {
  const { value } = entry.at('litellm_params', 'model');
  return typeof value === 'string' && value.startsWith('auto_router/');
}

/** Reads the entries of `model_list` that are routers. */
export function readAutoRouters(
  entries: readonly Cursor[],
  named: ReadonlyMap<string, Named>,
  routeNames: NameGiver,
): AutoRouting {
  const aliases: string[] = [];
  const routes: RouteDraft[] = [];
  let fallback: string | undefined;
  for (const entry of entries) {
    const params = entry.at('litellm_params');
    params.at('model').take();
    const name = entry.at('model_name').text();
    if (name !== undefined) aliases.push(name);
    const target = targetOf(named);
    const drafts = [
      ...readSemanticRoutes(params.at('auto_router_config')).map(
        ({ name: model, examples, description, at }) => {
          const found = target(model, at);
          if (found === undefined) return undefined;
          const spec: RouteSpec = {
            ...(description !== undefined && { description }),
            examples,
            target: found,
          };
          return { name: routeNames.give(`to-${model}`), spec, from: [at.path] };
        },
      ),
      ...readTiers(params.at('complexity_router_config', 'tiers'), target, routeNames),
    ].filter((draft) => draft !== undefined);
    routes.push(...drafts);
    if (drafts.length > 0 && drafts.length < routes.length) {
      entry.tell('changed', 'one set of Routes serves all names that mean "choose for me"');
    }
    const defaults = [params.at('auto_router_default_model'), params.at('complexity_router_default_model')];
    fallback ??= defaults.map((cursor) => cursor.text()).find((text) => text !== undefined);
  }
  return { aliases, routes, fallback };
}

type Target = (publicName: string, at: Cursor) => string | undefined;

function targetOf(named: ReadonlyMap<string, Named>): Target {
  return (publicName, at) => {
    const model = named.get(publicName)?.models[0];
    if (model === undefined) at.tell('lost', `"${publicName}" is no model of the pool`);
    return model;
  };
}

/** LiteLLM's tiers of complexity, and what Dragoman's own classifiers say instead. */
const TIERS: Readonly<Record<string, NonNullable<RouteSpec['match']>>> = {
  SIMPLE: [{ when: [{ signal: 'complexity', is: ['simple'] }] }],
  MEDIUM: [{ when: [{ signal: 'complexity', is: ['moderate'] }] }],
  COMPLEX: [{ when: [{ signal: 'complexity', is: ['complex'] }] }],
  REASONING: [{ when: [{ signal: 'task', is: ['reasoning'] }] }],
};

function readTiers(tiers: Cursor, target: Target, routeNames: NameGiver): RouteDraft[] {
  return tiers.entries().flatMap(([tier, at]) => {
    const match = Object.hasOwn(TIERS, tier) ? TIERS[tier] : undefined;
    const [first, ...others] = textsOf(at);
    if (match === undefined || first === undefined) return [];
    const found = target(first, at);
    if (found === undefined) return [];
    const why = "Dragoman's own classifier tells how complex a prompt is";
    at.tell('changed', others.length === 0 ? why : `${why}, and the first model of the tier answers`);
    const priority = tier === 'REASONING' ? 1 : 0;
    const spec: RouteSpec = { match, target: found, ...(priority > 0 && { priority }) };
    return [{ name: routeNames.give(tier), spec, from: [at.path] }];
  });
}
