import type { KeyedHash } from '../decision/memory/keyed-hash.js';
import { normaliseText } from '../decision/memory/normalise-text.js';
import type { RequestView } from '../request/request-view.js';
import { cutMessages, type KeptText, NO_TEXT, selectText, type TextPolicy } from './kept-text.js';
import { REDACTION_OVERHANG } from './redact-messages.js';
import type { RedactionThread } from './redaction-thread.js';

/** Keeps of prompts what the policy allows, from the decision to the end of the request. */
export interface PromptKeeper {
  /** Takes a prompt; what there is to do is done after the reply. */
  keep(decision: string, view: RequestView, policy: TextPolicy): void;
  /** Hands out what was kept, when it is ready, and forgets it. Never rejects. */
  take(decision: string): Promise<KeptText>;
  readonly counts: PromptCounts;
}

export interface PromptCounts {
  /** Prompts whose requests are not over, and the bytes of their texts. */
  readonly waiting: number;
  readonly bytes: number;
  /** Prompts without text, or without hash as well, because too many came at once, their texts were too many, or the redaction failed. */
  readonly dropped: { readonly busy: number; readonly full: number; readonly unredacted: number };
}

export interface PromptKeeperOptions {
  readonly hash: KeyedHash;
  readonly redaction: Pick<RedactionThread, 'redact'>;
  /** Bytes of texts that may wait for the end of their requests. Default 64 MiB. */
  readonly mostBytes?: number;
  /** Prompts that may wait to be looked at. Default 1,000. */
  readonly mostFresh?: number;
}

/** Prompts that are looked at before the thread sees to its requests again. */
const AT_A_TIME = 16;

/** UTF-16 units of a user turn that are hashed, with its length. */
const MAX_HASHED_CHARS = 16_384;

interface Kept {
  readonly text: Promise<KeptText>;
  /** Of its texts; 0 until they were selected. */
  bytes: number;
}

export function createPromptKeeper(options: PromptKeeperOptions): PromptKeeper {
  return new Prompts(options);
}

class Prompts implements PromptKeeper {
  readonly #options: Required<PromptKeeperOptions>;
  readonly #kept = new Map<string, Kept>();
  readonly #fresh: (() => void)[] = [];
  readonly #dropped = { busy: 0, full: 0, unredacted: 0 };
  #bytes = 0;

  constructor(options: PromptKeeperOptions) {
    this.#options = { mostBytes: 67_108_864, mostFresh: 1000, ...options };
  }

  get counts(): PromptCounts {
    return { waiting: this.#kept.size, bytes: this.#bytes, dropped: { ...this.#dropped } };
  }

  keep(decision: string, view: RequestView, policy: TextPolicy): void {
    if (policy === 'none') return;
    if (this.#fresh.length >= this.#options.mostFresh) {
      this.#dropped.busy++;
      return;
    }
    const text = new Promise<KeptText>((resolve) => {
      this.#fresh.push(() => {
        resolve(this.#look(decision, view, policy));
      });
    });
    this.#kept.set(decision, { text, bytes: 0 });
    if (this.#fresh.length === 1) this.#schedule();
  }

  async take(decision: string): Promise<KeptText> {
    const kept = this.#kept.get(decision);
    if (kept === undefined) return NO_TEXT;
    const text = await kept.text;
    this.#kept.delete(decision);
    this.#bytes -= kept.bytes;
    return text;
  }

  #schedule(): void {
    setImmediate(() => {
      for (const look of this.#fresh.splice(0, AT_A_TIME)) look();
      if (this.#fresh.length > 0) this.#schedule();
    });
  }

  async #look(decision: string, view: RequestView, policy: Exclude<TextPolicy, 'none'>): Promise<KeptText> {
    const hashed = { ...NO_TEXT, hash: hashOf(view, this.#options.hash) };
    if (policy === 'hash') return hashed;
    const { messages, isCut, chars } = selectText(view, policy === 'redacted' ? REDACTION_OVERHANG : 0);
    if (!this.#reserve(decision, chars * 2)) {
      this.#dropped.full++;
      return hashed;
    }
    if (policy === 'full') return { ...hashed, messages: cutMessages(messages), isCut };
    const redacted = await this.#options.redaction.redact(messages);
    if (redacted !== undefined) return { ...hashed, messages: redacted, isRedacted: true, isCut };
    this.#dropped.unredacted++;
    return hashed;
  }

  #reserve(decision: string, bytes: number): boolean {
    const kept = this.#kept.get(decision);
    if (kept === undefined || this.#bytes + bytes > this.#options.mostBytes) return false;
    this.#bytes += bytes;
    kept.bytes = bytes;
    return true;
  }
}

/** Alike for turns that differ in case and white space only. */
function hashOf({ lastUserText }: RequestView, hash: KeyedHash): string {
  const isLong = lastUserText.length > MAX_HASHED_CHARS;
  const head = normaliseText(lastUserText.slice(0, MAX_HASHED_CHARS));
  return hash(['prompt', head, isLong ? String(lastUserText.length) : undefined]);
}
