import { dirname } from 'node:path';
import type { RegistryModel } from '../config/registry.js';
import { any, extension } from './extension.js';
import type { Branch } from './yaml.js';

/** File in the watched folder that tells Envoy where a model's key is; Envoy wants one secret a file. */
export function secretFileName(model: string): string {
  return `secret-${model}.yaml`;
}

/** Where Envoy finds a model's key: an environment variable or a file of its own. The key itself is never written. */
export function secretSource({ name, apiKey }: RegistryModel): Branch | undefined {
  if (apiKey === undefined) return undefined;
  const source =
    apiKey.file === undefined
      ? { environment_variable: apiKey.env ?? '' }
      : { filename: apiKey.file, watched_directory: { path: dirname(apiKey.file) } };
  return { name: secretName(name), generic_secret: { secret: source } };
}

export function secretResource(source: Branch): Branch {
  return any('envoy.extensions.transport_sockets.tls.v3.Secret', source);
}

/** Filter that puts the key into its header; without a key the request is refused with 401, never sent without one. */
export function credentialInjector(
  model: RegistryModel,
  xdsDirectory: string | undefined,
): readonly Branch[] {
  if (model.apiKey === undefined) return [];
  const { header, prefix } = model.apiKey;
  const sds =
    xdsDirectory === undefined ? {} : { sds_config: fileSource(xdsDirectory, secretFileName(model.name)) };
  const generic = extension('generic', 'envoy.extensions.http.injected_credentials.generic.v3.Generic', {
    credential: { name: secretName(model.name), ...sds },
    header: header.toLowerCase(),
    ...(prefix === '' ? {} : { header_value_prefix: prefix }),
  });
  return [
    extension('dragoman.api-key', 'envoy.extensions.filters.http.credential_injector.v3.CredentialInjector', {
      overwrite: true,
      credential: generic,
    }),
  ];
}

/** An xDS resource read from a file of the watched folder, again after every rename there. */
export function fileSource(directory: string, file: string): Branch {
  return {
    resource_api_version: 'V3',
    path_config_source: { path: `${directory}/${file}`, watched_directory: { path: directory } },
  };
}

function secretName(model: string): string {
  return `key/${model}`;
}
