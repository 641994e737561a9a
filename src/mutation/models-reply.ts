import { fail } from '../errors.js';
import { errorReply } from './error-reply.js';
import { jsonReply } from './json-reply.js';
import type { Mutation } from './mutation.js';

const LIST_PATH = '/v1/models';

/** What `/v1/models` shows. */
export interface ListedModels {
  /** Aliases first, then the pool in its order. */
  readonly names: readonly string[];
  /** When the registry was loaded, in seconds since 1970. */
  readonly createdSeconds: number;
}

/**
 * Answers `GET /v1/models` and `GET /v1/models/{name}` in the OpenAI shape.
 *
 * @returns `undefined` for any other path
 */
export function modelsReply(method: string, path: string, models: ListedModels): Mutation | undefined {
  const bare = (path.split('?', 1)[0] ?? path).replace(/\/$/, '');
  if (bare !== LIST_PATH && !bare.startsWith(`${LIST_PATH}/`)) return undefined;
  if (method !== 'GET' && method !== 'HEAD') {
    const message = `${method} ${LIST_PATH} is not known. Use GET.`;
    return errorReply(fail('method_not_allowed', message).problem, [['allow', 'GET, HEAD']]);
  }
  if (bare === LIST_PATH) {
    const data = models.names.map((name) => describe(name, models));
    return jsonReply(200, { object: 'list', data }, 'models');
  }
  const name = decode(bare.slice(LIST_PATH.length + 1));
  if (models.names.includes(name)) return jsonReply(200, describe(name, models), 'models');
  const message = `The model "${name.slice(0, 100)}" does not exist. GET ${LIST_PATH} lists those that do.`;
  return errorReply(fail('model_not_found', message, 'model').problem);
}

function describe(name: string, models: ListedModels): object {
  return { id: name, object: 'model', created: models.createdSeconds, owned_by: 'dragoman' };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
