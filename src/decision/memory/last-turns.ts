import type { RequestView } from '../../request/request-view.js';
import { ExpiringMap } from './expiring-map.js';
import { type History, type Relation, relationTo } from './history.js';
import type { KeyedHash } from './keyed-hash.js';
import type { Reason } from '../reason.js';

/** A conversation's latest turn. */
export interface LastTurn {
  /** Id of the decision. */
  readonly decision: string;
  /** Pool name of the model that answered it; until that is known, of the one decided for. */
  readonly model: string;
  readonly reason: Reason;
  readonly history: History;
  /** Whether somebody else may have begun with the same words, so that nobody can tell whose turns these are. */
  readonly isShared: boolean;
  /** The model below which the conversation does not go any more, because its user asked again. */
  readonly raisedTo: string | undefined;
}

/** What is remembered of a conversation when its next request comes. */
export interface Recalled {
  readonly last: LastTurn;
  readonly relation: Relation;
  /** Milliseconds since the last turn's answer was delivered well; `undefined` when nobody knows that it was. */
  readonly restMs: number | undefined;
}

/** How a turn ended, as Envoy reported. */
export interface TurnEnd {
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Pool name of the model that answered; absent when none of the pool did. */
  readonly model?: string | undefined;
}

export interface LastTurnsOptions {
  /** Time after its last turn at which a conversation is forgotten, in milliseconds. Default 10 minutes. */
  readonly ttlMs?: number;
  /** Most conversations, about 500 bytes each; the one longest silent is forgotten first. Default 10,000. */
  readonly conversations?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
}

interface Entry {
  readonly turn: LastTurn;
  readonly end?: TurnEnd;
}

/** Remembers the latest turn of each conversation, by its key (see `conversationKey`), without any text. */
export class LastTurns {
  readonly #now: () => number;
  readonly #entries: ExpiringMap<Entry>;
  /** The conversation of a decision whose end is not known yet. */
  readonly #open: ExpiringMap<string>;

  constructor({ ttlMs = 600_000, conversations = 10_000, now = Date.now }: LastTurnsOptions = {}) {
    this.#now = now;
    this.#entries = new ExpiringMap({ entries: conversations, ttlMs, now });
    this.#open = new ExpiringMap({ entries: conversations, ttlMs, now });
  }

  /** @param hash the one that made the histories which are remembered */
  recall(conversation: string, view: RequestView, hash: KeyedHash): Recalled | undefined {
    const entry = this.#entries.get(conversation);
    if (entry === undefined) return undefined;
    const { turn, end } = entry;
    const isWell = end !== undefined && end.status >= 200 && end.status < 300;
    return {
      last: turn,
      relation: relationTo(turn.history, view, hash),
      restMs: isWell ? this.#now() - end.at : undefined,
    };
  }

  remember(conversation: string, turn: LastTurn): void {
    this.#entries.set(conversation, { turn });
    this.#open.set(turn.decision, conversation);
  }

  ended(decision: string, end: TurnEnd): void {
    const conversation = this.#open.get(decision);
    this.#open.delete(decision);
    const turn = conversation === undefined ? undefined : this.#entries.get(conversation)?.turn;
    if (conversation === undefined || turn?.decision !== decision) return;
    this.#entries.set(conversation, { turn: { ...turn, model: end.model ?? turn.model }, end });
  }

  /** Conversations remembered. */
  get size(): number {
    return this.#entries.size;
  }
}
