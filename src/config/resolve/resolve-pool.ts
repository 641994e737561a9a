import { priceSum } from '../dearest-model.js';
import { DEFAULTS } from '../defaults.js';
import { quote } from '../problem.js';
import type { Cascade } from '../api/v1alpha1/cascade.js';
import type { RegistryModel, RegistryPool } from '../registry.js';
import { resolveModel } from './resolve-model.js';
import type { Spot } from '../spot.js';
import { didYouMean } from '../suggest.js';
import type { Checked } from '../validate.js';

/** A pool as far as it could be read. What is unknown of it is not held against routes. */
export interface ResolvedPool {
  readonly pool: RegistryPool;
  /** Whether every model's name is known: only then a name that is not among them is surely wrong. */
  readonly knowsModels: boolean;
  /** Likewise of the aliases. */
  readonly knowsAliases: boolean;
  /** Names of the models whose safety classes are unknown; a nameless one counts. */
  readonly unclassed: ReadonlySet<string>;
  /** For the routes that choose no model. */
  readonly cascade: Cascade | undefined;
  /** Whether {@link cascade} is all that the document says of it. */
  readonly knowsCascade: boolean;
}

/** Checks the pool's names against each other and fills in its defaults. */
export function resolvePool({ document, spot: top }: Checked<'ModelPool'>): ResolvedPool {
  const { spec } = document;
  const spot = top.at('spec');
  const models = new Map<string, RegistryModel>();
  const unclassed = new Set<string>();
  let knowsModels = spec.models.length > 0;
  for (const [index, model] of spec.models.entries()) {
    const modelSpot = spot.at('models', index);
    const resolved = resolveModel(model, modelSpot);
    const isNamed = modelSpot.isSound('name');
    if (!isNamed || !modelSpot.isSound('safetyClasses')) unclassed.add(model.name);
    knowsModels &&= isNamed;
    if (!isNamed) continue;
    if (models.has(model.name))
      modelSpot.at('name').reference(`${quote(model.name)} is taken by an earlier model`);
    else models.set(model.name, resolved);
    if (model.name === DEFAULTS.alias) {
      modelSpot.at('name').reference('"auto" always means "choose for me"; give the model another name');
    }
  }
  checkAliases(spec.aliases ?? [], models, spot);
  if (knowsModels && !models.has(spec.default)) {
    spot
      .at('default')
      .reference(`${quote(spec.default)} is no model of the pool${didYouMean(spec.default, models.keys())}`);
  }
  warnOfCheapDefault(spec.default, models, spot);
  const aliases = new Set([DEFAULTS.alias, ...(spec.aliases ?? [])]);
  return {
    pool: { default: spec.default, aliases, models },
    knowsModels,
    knowsAliases: spot.isSound('aliases'),
    unclassed,
    cascade: spec.cascade,
    knowsCascade: spot.isSound('cascade'),
  };
}

function checkAliases(
  aliases: readonly string[],
  models: ReadonlyMap<string, RegistryModel>,
  spot: Spot,
): void {
  for (const [index, alias] of aliases.entries()) {
    if (alias === DEFAULTS.alias || !models.has(alias)) continue;
    spot.at('aliases', index).reference(`${quote(alias)} is the name of a model, too; rename one of them`);
  }
}

/** A default that is the cheapest of three or more priced models makes every doubt cost quality. */
function warnOfCheapDefault(name: string, models: ReadonlyMap<string, RegistryModel>, spot: Spot): void {
  const costs = new Map(
    [...models.values()]
      .map((model) => [model.name, priceSum(model)] as const)
      .filter(([, cost]) => cost > 0),
  );
  const own = costs.get(name);
  if (own === undefined || costs.size < 3) return;
  if ([...costs].some(([other, cost]) => other !== name && cost <= own)) return;
  spot
    .at('default')
    .doubtful(`${quote(name)} is the cheapest model; choose a middle one, it answers whenever in doubt`);
}
