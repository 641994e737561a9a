/** Something that said its last word and is looked at again later. */
export interface Lingerer {
  linger(): void;
}

/** One timer for all calls that a client should end by itself. */
export interface Lingering {
  /** Has `linger` called 50 to 100 ms later, unless it is forgotten by then. */
  add(lingerer: Lingerer): void;
  /** Lets go of what has ended, with all that it holds. */
  forget(lingerer: Lingerer): void;
  /** Forgets them all. */
  stop(): void;
}

const SWEEP_MS = 50;

export function startLingering(): Lingering {
  let young = new Set<Lingerer>();
  let old = new Set<Lingerer>();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    const due = old;
    old = young;
    young = new Set();
    timer = old.size === 0 ? undefined : setTimeout(sweep, SWEEP_MS).unref();
    // One that is added again meanwhile starts the timer again.
    for (const lingerer of due) lingerer.linger();
  };
  return {
    add(lingerer) {
      young.add(lingerer);
      timer ??= setTimeout(sweep, SWEEP_MS).unref();
    },
    forget(lingerer) {
      young.delete(lingerer);
      old.delete(lingerer);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      young.clear();
      old.clear();
    },
  };
}
