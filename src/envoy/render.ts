import type { Registry, RegistryModel } from '../config/registry.js';
import { bootstrap, bootstrapBase, fixedClusters } from './bootstrap.js';
import type { ListenerOptions } from './connection-manager.js';
import type { EnvoyOptions } from './envoy-options.js';
import { any } from './extension.js';
import { internalListener } from './internal-listener.js';
import { listener } from './listener.js';
import { modelCluster } from './model-cluster.js';
import { questionDeadlineMs } from './question-deadline.js';
import { routeConfiguration } from './routes.js';
import { secretFileName, secretResource, secretSource } from './secret.js';
import { tierCluster, tierModels } from './tier-cluster.js';
import { shadowCluster, shadowModel } from './shadow.js';
import { tierListener } from './tier-listener.js';
import { type Branch, printYaml } from './yaml.js';

/** File names and contents. `secret-MODEL.yaml` says where a model's key is; the key itself is in none of them. */
export type EnvoyFiles = Readonly<Record<'envoy.yaml' | 'cds.yaml' | 'rds.yaml' | 'lds.yaml', string>> &
  Readonly<Record<`secret-${string}.yaml`, string>>;

/** A bootstrap and the files it watches, so that a running Envoy learns of changes. Needs Envoy 1.40 or newer. */
export function renderEnvoy(registry: Registry, options: EnvoyOptions): EnvoyFiles {
  const models = [...registry.pool.models.values()];
  const clusters = modelClusters(registry, options).map((branch) =>
    any('envoy.config.cluster.v3.Cluster', branch),
  );
  const secrets = models.flatMap((model) => {
    const source = secretSource(model);
    if (source === undefined) return [];
    const text = resources('Where Envoy finds the key of one model.', [secretResource(source)]);
    return [[secretFileName(model.name), text] as const];
  });
  return {
    'envoy.yaml': printYaml(bootstrapHeading(options), bootstrap(registry, options)),
    'cds.yaml': resources('The models: one cluster each.', clusters),
    'rds.yaml': resources('The routes.', [
      any('envoy.config.route.v3.RouteConfiguration', routeConfiguration(registry)),
    ]),
    'lds.yaml': resources(
      'The listeners and their filters.',
      listeners(registry, options).map((branch) => any('envoy.config.listener.v3.Listener', branch)),
    ),
    ...Object.fromEntries(secrets),
  };
}

/** The same configuration as one file without watched ones, to read, to check (`envoy --mode validate`) or to start. */
export function renderStaticEnvoy(registry: Registry, options: EnvoyOptions): string {
  const models = [...registry.pool.models.values()];
  const inOneFile = { ...options, xdsDirectory: undefined };
  return printYaml(
    `Written by "dragoman envoy" from the registry. Envoy 1.40 or newer.${keysNeeded(models)}`,
    {
      ...bootstrapBase(options),
      static_resources: {
        listeners: listeners(registry, inOneFile),
        clusters: [...fixedClusters(registry, options), ...modelClusters(registry, inOneFile)],
        secrets: models.flatMap((model) => secretSource(model) ?? []),
      },
    },
  );
}

/** Each model's cluster, and those through which cascades and copies of requests reach models. */
function modelClusters(registry: Registry, options: Parameters<typeof modelCluster>[2]): readonly Branch[] {
  const models = [...registry.pool.models.values()];
  const shadow = shadowModel(registry);
  return [
    ...models.map((model) => modelCluster(registry, model, options)),
    ...tierModels(registry).map((model) => tierCluster(registry, model)),
    ...(shadow ? [shadowCluster(registry, shadow)] : []),
  ];
}

/** Where clients connect; if anything is to be asked there, where Dragoman does; and if there are tiers or shadows, where they do. */
function listeners(
  registry: Registry,
  options: ListenerOptions & Pick<EnvoyOptions, 'internal'>,
): readonly Branch[] {
  const deadlineMs = questionDeadlineMs(registry);
  const internal = deadlineMs === undefined ? [] : [internalListener(registry, deadlineMs, options)];
  const hops = tierModels(registry).length > 0 || shadowModel(registry) !== undefined;
  const tiers = hops ? [tierListener(registry)] : [];
  return [listener(registry, options), ...internal, ...tiers];
}

/** In one file Envoy asks for every key when it reads the file; with watched files, when the key is first needed. */
function keysNeeded(models: readonly RegistryModel[]): string {
  const keys = models.flatMap(({ apiKey }) => apiKey?.env ?? apiKey?.file ?? []);
  if (keys.length === 0) return '';
  const advice = '(to check it without keys, write watched files with --out)';
  return `\nEnvoy takes this file only where it finds the keys ${keys.join(', ')} ${advice}.`;
}

function resources(heading: string, list: readonly Branch[]): string {
  return printYaml(`Written by "dragoman envoy" from the registry. ${heading}`, { resources: list });
}

function bootstrapHeading({ xdsDirectory }: EnvoyOptions): string {
  return `Written by "dragoman envoy" from the registry. Envoy 1.40 or newer; start it with
  envoy -c ${xdsDirectory}/envoy.yaml`;
}
