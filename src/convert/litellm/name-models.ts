import type { Model } from '../../config/api/v1alpha1/model-pool.js';
import type { ModelDraft } from '../draft.js';
import { asName, type NameGiver } from '../name-giver.js';
import { shareServers } from '../share-servers.js';
import type { Deployment } from './deployment.js';
import type { Alike } from './group-deployments.js';

/** What a public name became. */
export interface Named {
  readonly publicName: string;
  /** Models of the pool; the first answers. */
  readonly models: readonly [string, ...string[]];
  readonly from: readonly Deployment['from'][];
}

/** Whether clients may go on asking for a model of the pool by this very name. */
function isModelName(name: string): boolean {
  return asName(name) === name && name !== 'auto' && name !== 'none';
}

/** Names the models of the pool: by the public name where it stands for one of them and needs no Route, else numbered. */
export function nameModels(
  groups: ReadonlyMap<string, readonly Alike[]>,
  needsRoute: (publicName: string) => boolean,
  names: NameGiver,
): { readonly models: readonly ModelDraft[]; readonly named: ReadonlyMap<string, Named> } {
  // A name that clients may go on using is never given to another model.
  for (const publicName of groups.keys()) names.reserve(publicName);
  const models: ModelDraft[] = [];
  const named = new Map<string, Named>();
  for (const [publicName, alikes] of groups) {
    const keepsName = alikes.length === 1 && isModelName(publicName) && !needsRoute(publicName);
    const isRenamed = alikes.length === 1 && !isModelName(publicName);
    const given = alikes.map((alike, index) => {
      const wanted = isRenamed ? publicName : `${asName(publicName)}-${index + 1}`;
      const name = keepsName ? publicName : names.give(wanted);
      models.push(draftModel(name, publicName, alike));
      return name;
    });
    const [first, ...others] = given;
    if (first === undefined) continue;
    named.set(publicName, {
      publicName,
      models: [first, ...others],
      from: alikes.flatMap((alike) => alike.map(({ from }) => from)),
    });
  }
  return { models, named };
}

function draftModel(name: string, publicName: string, alike: Alike): ModelDraft {
  // What one deployment says of the model holds for all of them; the first goes before.
  const rest = alike.map((deployment) => deployment.rest).reduceRight((all, own) => ({ ...all, ...own }));
  const model: Model = { ...rest, name, ...shareServers(alike), model: rest.model ?? publicName };
  return { model, from: alike.map(({ from }) => from) };
}
