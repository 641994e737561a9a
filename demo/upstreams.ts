import { DragomanError, fetchReasonOf } from '../src/errors.js';
import { startStandInModel, type StandInModel } from './stand-in-model.js';
import { listOf, objectOf, parseObject } from './stand-in/json.js';

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

const TIMEOUT_MS = 10_000;

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
 * @throws DragomanError `usage` when there are more than three, or one is not there or does not say which model it serves
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
  const { status, text } = await get(address).catch((error: unknown) => {
    const message = `--pool ${url} cannot be reached: ${faultOf(error)}. Start that server or mend the URL; without --pool, stand-ins answer.`;
    throw new DragomanError('usage', message, { cause: error });
  });
  const model = objectOf(listOf(parseObject(text)?.['data'])[0])['id'];
  if (typeof model === 'string') return model;
  throw new DragomanError(
    'usage',
    `GET ${address} lists no model: it answered ${status}.${adviceFor(status)}`,
  );
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403)
    return ' Put the key that it asks for into the environment variable OPENAI_API_KEY.';
  return status === 404
    ? ' The URL is that of an OpenAI-compatible server with its version, such as http://localhost:8000/v1.'
    : '';
}

async function get(address: string): Promise<{ readonly status: number; readonly text: string }> {
  const key = process.env['OPENAI_API_KEY'];
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { status: response.status, text: await response.text() };
}

function faultOf(error: unknown): string {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  return isLate ? `no answer in ${TIMEOUT_MS / 1000} s` : fetchReasonOf(error);
}
