import type { OpenCascade } from './open-cascade.js';

export interface OpenCascadesOptions {
  /** Most characters of prompts and bodies that are kept; default 64 Mi. */
  readonly characters?: number;
  /** Longest time that a cascade is kept, in milliseconds; default one hour. */
  readonly ttlMs?: number;
  /** The clock, in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

interface Entry {
  readonly cascade: OpenCascade;
  readonly characters: number;
  readonly openedAt: number;
}

/**
 * The cascades in flight, by the decision's id. Envoy says when a request is over; where it does not, age and size bound
 * what is kept. The oldest goes first, and its answer is delivered unjudged.
 */
export class OpenCascades {
  readonly #most: number;
  readonly #ttlMs: number;
  readonly #now: () => number;
  // Insertion order is age.
  readonly #open = new Map<string, Entry>();
  #characters = 0;

  constructor({ characters = 67_108_864, ttlMs = 3_600_000, now }: OpenCascadesOptions = {}) {
    this.#most = characters;
    this.#ttlMs = ttlMs;
    this.#now = now ?? ((): number => performance.now());
  }

  open(decision: string, cascade: OpenCascade): void {
    const entry = { cascade, characters: charactersOf(cascade), openedAt: this.#now() };
    this.#open.set(decision, entry);
    this.#characters += entry.characters;
    for (const [oldest, { openedAt }] of this.#open) {
      const isFull = this.#characters > this.#most && oldest !== decision;
      if (!isFull && this.#now() - openedAt < this.#ttlMs) break;
      this.close(oldest);
    }
  }

  find(decision: string): OpenCascade | undefined {
    return this.#open.get(decision)?.cascade;
  }

  /** The request is over. */
  close(decision: string): void {
    this.#characters -= this.#open.get(decision)?.characters ?? 0;
    this.#open.delete(decision);
  }

  get size(): number {
    return this.#open.size;
  }
}

function charactersOf({ ask, body }: OpenCascade): number {
  return ask.prompt.length + ask.system.length + (body?.length ?? 0);
}
