import { setTimeout as sleep } from 'node:timers/promises';

/** Spreads what may come in a burst. */
export interface TokenBucket {
  /** Whether there is one now; takes it. */
  tryTake(): boolean;
  /** Waits for one. @throws the signal's reason */
  take(signal: AbortSignal): Promise<void>;
}

/** @param now milliseconds of a clock that never goes back */
export function tokenBucket(
  { burst, perSecond }: { readonly burst: number; readonly perSecond: number },
  now: () => number = () => performance.now(),
): TokenBucket {
  let tokens = burst;
  let filledAt = now();
  const fill = (): void => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - filledAt) / 1000) * perSecond);
    filledAt = time;
  };
  const tryTake = (): boolean => {
    fill();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
  return {
    tryTake,
    async take(signal) {
      while (!tryTake()) {
        await sleep(Math.max(1, ((1 - tokens) / perSecond) * 1000), undefined, { signal, ref: false });
      }
    },
  };
}
