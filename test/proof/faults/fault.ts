import type { CleanUp } from '../../support/clean-up.js';
import type { Stack, StackOptions } from '../../support/stack.js';
import type { Fate, Sent } from '../load/checked-request.js';
import type { Kind } from '../load/requests.js';

/** One way in which things go wrong while requests come in. */
export interface Fault {
  /** Short and unique, such as `dragoman-killed`. */
  readonly name: string;
  /** What is done, in a sentence. */
  readonly what: string;
  /** What users see of it, in a sentence. */
  readonly users: string;
  /** Why it cannot be run here, such as `needs root`; undefined when it can. */
  readonly requires?: () => string | undefined;
  /**
   * Starts what it needs beside the stack, and says how the stack differs from the usual one (`checkedRegistry`, three
   * stand-ins in this process, the default flags). What it started is to be added to `cleanUp`, which runs after the stack
   * has stopped.
   */
  readonly prepare?: (cleanUp: CleanUp) => Promise<Partial<StackOptions>>;
  /** How long it lasts, in seconds, where the command line's is of no use: the default of `--seconds` is 5. */
  readonly seconds?: number;
  /** Requests a second, where the command line's is of no use. */
  readonly perSecond?: number;
  /** The kinds of requests in the load. Default: all. */
  readonly kinds?: readonly Kind[];
  /** Answers that count neither as lost nor as wrong, because no router could give better ones. */
  readonly allows?: readonly Allowance[];
  /** Begins it; resolves as soon as it has begun. */
  readonly start: (stack: Stack) => Promise<RunningFault>;
}

export interface RunningFault {
  /**
   * Ends it. Resolves when it is over: where a process was ended, when it is ready again. Recovery is counted from then on,
   * and how long this took is shown beside it.
   */
  readonly end: () => Promise<void>;
  /** Undoes what is left of it, after the load and before the stack is stopped. */
  readonly cleanUp?: () => Promise<void>;
  /** What else is worth telling, such as what metrics showed; asked when the load is over, the stack still running. */
  readonly seen?: () => Promise<string>;
  /** Names of the stack's processes that are not running any more, for faults that put others in their place. */
  readonly replaced?: readonly ('Envoy' | 'Dragoman')[];
}

export interface Allowance {
  readonly fates: readonly Fate[];
  /** Of which answers it holds. Default: all. */
  readonly when?: (sent: Sent) => boolean;
  /** Shown beside the count, a sentence. */
  readonly why: string;
}
