import { createClient } from '@redis/client';
import { describeRedisFault } from './redis-fault.js';
import type { RedisAddress } from './redis-url.js';

export interface RedisOptions {
  /** Told each time that the connection is there, and each time that it fails, with one line that holds no password. */
  readonly onChange: (isReady: boolean, why: string) => void;
  /** How long a server may leave all questions open before it is connected anew, in milliseconds; default 10 s. */
  readonly silenceMs?: number;
  /** Longest pause between two tries to connect, in milliseconds; default 5 s. */
  readonly longestPauseMs?: number;
}

/** Short texts in a Redis or a Valkey. Makes its connection by itself, and again whenever it is lost. */
export interface RedisTexts {
  readonly isReady: boolean;
  /** Rejects for an error of the server and for a lost connection, with one line that holds no password. */
  get(key: string): Promise<string | undefined>;
  /** Keeps what is there already. Rejects as {@link RedisTexts.get}. */
  add(key: string, text: string, ttlMs: number): Promise<void>;
  close(): void;
}

const [SILENCE_MS, CONNECT_MS, FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [10_000, 2_000, 100, 5_000];
const PING_MS = 5_000;

type Client = ReturnType<typeof connectTo>;

/** Returns before there is a connection. */
export function openRedis(address: RedisAddress, options: RedisOptions): RedisTexts {
  return new RedisConnection(address, options);
}

class RedisConnection implements RedisTexts {
  readonly #address: RedisAddress;
  readonly #options: RedisOptions;
  #client: Client;
  #waiting = 0;
  /** When the server last answered, or had nothing to answer. */
  #heardAt = 0;

  constructor(address: RedisAddress, options: RedisOptions) {
    this.#address = address;
    this.#options = options;
    this.#client = this.#connect();
  }

  get isReady(): boolean {
    return this.#client.isReady;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#ask((client) => client.get(key))) ?? undefined;
  }

  async add(key: string, text: string, ttlMs: number): Promise<void> {
    const expiration = { type: 'PX', value: Math.max(1, Math.round(ttlMs)) } as const;
    await this.#ask((client) => client.set(key, text, { expiration, condition: 'NX' }));
  }

  close(): void {
    this.#client.destroy();
  }

  async #ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    this.#endSilence();
    if (this.#waiting === 0) this.#heardAt = performance.now();
    this.#waiting += 1;
    try {
      return await question(this.#client);
    } catch (error) {
      throw new Error(describeRedisFault(error, this.#address.shown), { cause: error });
    } finally {
      this.#waiting -= 1;
      this.#heardAt = performance.now();
    }
  }

  /** A server whose network is gone ends no connection: the kernel would wait a quarter of an hour for it. */
  #endSilence(): void {
    const { silenceMs = SILENCE_MS } = this.#options;
    if (this.#waiting === 0 || performance.now() - this.#heardAt < silenceMs) return;
    this.#heardAt = performance.now();
    const silent = this.#client;
    this.#client = this.#connect();
    silent.destroy();
  }

  #connect(): Client {
    const { onChange, longestPauseMs = LONGEST_PAUSE_MS } = this.#options;
    const client = connectTo(this.#address.url, longestPauseMs);
    client.on('ready', () => {
      if (this.#client === client) onChange(true, '');
    });
    client.on('error', (error: unknown) => {
      if (this.#client === client) onChange(false, describeRedisFault(error, this.#address.shown));
    });
    // What fails is told by the event above.
    client.connect().catch(() => undefined);
    return client;
  }
}

/** The older protocol: it is all that two commands need, and every server and proxy speaks it. */
function connectTo(url: string, longestPauseMs: number) {
  return createClient({
    url,
    RESP: 2,
    name: 'dragoman',
    disableClientInfo: true,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    pingInterval: PING_MS,
    // Who asks has a deadline of its own.
    commandOptions: { timeout: 0 },
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries: number) =>
        Math.min(longestPauseMs, FIRST_PAUSE_MS * 2 ** Math.min(retries, 10)) * (0.5 + Math.random() / 2),
    },
  });
}
