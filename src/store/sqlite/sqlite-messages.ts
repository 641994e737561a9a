import type { SqliteOperations } from './sqlite-operations.js';
import type { StoreFault } from './sqlite-fault.js';

/** What the store tells its thread. `close`: write everything into the one file, and let the thread end. */
export type ToThread =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: keyof SqliteOperations;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'close' };

/** One answer for each call. */
export type FromThread =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly fault: StoreFault };
