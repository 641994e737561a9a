import { DragomanError } from '../src/errors.js';
import { startStandInModel, type StandInModel } from './stand-in-model.js';
import { listOf, objectOf } from './stand-in/json.js';

/** What stands behind one model of the demo's pool. */
export interface Upstream {
  /** Name in the pool. */
  readonly name: string;
  /** Base URL with its version segment. */
  readonly url: string;
  /** The server's own name of the model. */
  readonly model: string;
}

export interface StandInPool {
  readonly upstreams: readonly Upstream[];
  readonly models: readonly StandInModel[];
  close(): Promise<void>;
}

const TIERS = ['small', 'medium', 'large'] as const;

/** Larger models answer later. */
const DELAY_MS = { small: 10, medium: 25, large: 50 } as const;

export async function startStandInPool(): Promise<StandInPool> {
  const models = await Promise.all(
    TIERS.map((tier) =>
      startStandInModel({ name: `stand-in/${tier}`, behaviour: { delay: DELAY_MS[tier] } }),
    ),
  );
  return {
    models,
    upstreams: TIERS.flatMap((name, index) => {
      const standIn = models[index];
      return standIn === undefined ? [] : [{ name, url: standIn.url, model: standIn.name }];
    }),
    close: async () => {
      await Promise.all(models.map((model) => model.close()));
    },
  };
}

/**
 * The user's own servers, cheapest first, as small, medium and large; one or two servers stand for several of them.
 * @throws DragomanError `usage` when there are more than three, or one does not say which model it serves
 */
export async function discoverPool(urls: readonly string[]): Promise<readonly Upstream[]> {
  if (urls.length > TIERS.length) {
    throw new DragomanError('usage', `--pool takes at most ${TIERS.length} URLs, not ${urls.length}.`);
  }
  const servers = await Promise.all(urls.map(async (url) => ({ url, model: await servedModel(url) })));
  return TIERS.flatMap((name, index) => {
    const server = servers[Math.min(index, servers.length - 1)];
    return server === undefined ? [] : [{ name, ...server }];
  });
}

async function servedModel(url: string): Promise<string> {
  const address = `${url}/models`;
  const key = process.env['OPENAI_API_KEY'];
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  try {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(10_000) });
    const body: unknown = await response.json();
    const model = objectOf(listOf(objectOf(body)['data'])[0])['id'];
    if (typeof model === 'string') return model;
    throw new Error(`it answered ${response.status} without a model`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DragomanError('usage', `GET ${address} does not list a model: ${reason}.`, { cause: error });
  }
}
