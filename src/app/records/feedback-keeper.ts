import { ExpiringMap } from '../../decision/memory/expiring-map.js';
import { fail, type Problem } from '../../errors.js';
import type { FeedbackForm } from '../../record/parse-feedback.js';
import { storedTenant } from '../../record/stored-tenant.js';
import type { RecordStore } from '../../store/record-store.js';

/** Keeps what clients say about decisions of their own. */
export interface FeedbackKeeper {
  /** A decision was made: feedback on it may come before the store has its record. */
  decided(id: string, tenant: string | undefined): void;
  /**
   * Never rejects.
   *
   * @param tenant whose feedback it is
   * @returns why it is not kept; `undefined` when it is
   */
  keep(form: FeedbackForm, tenant: string | undefined): Promise<Refusal | undefined>;
}

export type FeedbackStore = Pick<RecordStore, 'find' | 'addFeedback'>;

/** A store that is opened when it is needed; see `StoreHandle`. */
export interface FeedbackStoreHandle {
  get(): Promise<FeedbackStore>;
}

export interface Refusal {
  readonly ok: false;
  readonly problem: Problem;
}

export interface FeedbackKeeperOptions {
  /** Called with the first of a series of failures of the store, and when it is over; each client has been told. */
  readonly onOutage: (error: unknown) => void;
  readonly onRecovery: (outage: FeedbackOutage) => void;
  /** Longest wait for the store, in milliseconds. Default 1,000. */
  readonly deadlineMs?: number;
  /** Requests that may wait for the store at a time, those given up on included while it does not answer. Default 64. */
  readonly capacity?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
}

/** A time in which the store took no vote. */
export interface FeedbackOutage {
  /** Milliseconds from the first failure to the next success. */
  readonly ms: number;
  /** Votes that were refused because of it. */
  readonly refused: number;
}

/** As many decisions as may wait for their outcome, and longer than they wait. */
const RECENT = { entries: 20_000, ttlMs: 20 * 60_000 };

export function createFeedbackKeeper(
  store: FeedbackStoreHandle,
  { onOutage, onRecovery, deadlineMs = 1_000, capacity = 64, now = Date.now }: FeedbackKeeperOptions,
): FeedbackKeeper {
  const recent = new ExpiringMap<{ readonly tenant: string | null }>({ ...RECENT, now });
  let asking = 0;
  let outage: { readonly since: number; lastAt: number; refused: number } | undefined;

  const isOwn = async (id: string, tenant: string | null): Promise<boolean> => {
    const known = recent.get(id);
    if (known?.tenant === tenant) return true;
    // Also where somebody else's is at hand, so that the time tells nothing either.
    const record = await (await store.get()).find(id);
    return record?.tenant === tenant;
  };
  const keepNow = async (form: FeedbackForm, tenant: string | undefined): Promise<Refusal | undefined> => {
    if (!(await isOwn(form.decision, storedTenant(tenant)))) return notFound(form);
    const added = await (await store.get()).addFeedback([{ ...form, source: 'user', at: now() }]);
    return added === 0 ? repeated(form) : undefined;
  };
  const failed = (error: unknown): Refusal => {
    if (outage === undefined) {
      outage = { since: now(), lastAt: now(), refused: 0 };
      onOutage(error);
    }
    outage.lastAt = now();
    outage.refused += 1;
    return unavailable();
  };
  /** A vote that was under way while others failed proves nothing. */
  const answered = (askedAt: number): void => {
    if (outage === undefined || askedAt < outage.lastAt) return;
    const { since, refused } = outage;
    outage = undefined;
    onRecovery({ ms: now() - since, refused });
  };

  return {
    decided(id, tenant) {
      recent.set(id, { tenant: storedTenant(tenant) });
    },
    async keep(form, tenant) {
      if (asking >= capacity) {
        if (outage !== undefined) outage.refused += 1;
        return unavailable();
      }
      const askedAt = now();
      asking += 1;
      const kept = keepNow(form, tenant).finally(() => {
        asking -= 1;
      });
      try {
        const refusal = await inTime(deadlineMs, kept);
        answered(askedAt);
        return refusal;
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** One answer for ids that are unknown and for ids of others: nobody learns which decisions there are. */
function notFound({ decision }: FeedbackForm): Refusal {
  const message = `There is no decision ${decision} of yours. Send the x-dragoman-decision header of an answer of your own.`;
  return fail('decision_not_found', message, 'decision');
}

function repeated({ decision }: FeedbackForm): Refusal {
  return fail('feedback_repeated', `There is feedback on decision ${decision} already.`, 'decision');
}

function unavailable(): Refusal {
  return fail(
    'store_unavailable',
    'The store of records does not answer. Send the feedback again in a moment.',
  );
}

/** @throws Error when the promise takes longer */
async function inTime<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the store did not answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
