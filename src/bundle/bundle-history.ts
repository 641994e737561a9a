import type { Fields } from '../heads/fitted-file.js';

/** One change of what is in service, or stands ready to be. */
export interface BundleEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: 'promote' | 'rollback' | 'nominate' | 'withdraw';
  /** What the pointer names now and named before; `null` for no bundle. */
  readonly version: string | null;
  readonly before: string | null;
  /** Who did it: `cli` or `serve`. */
  readonly by: string;
  readonly reason: string;
}

const ACTIONS: readonly unknown[] = ['promote', 'rollback', 'nominate', 'withdraw'];

/** Reads the lines of a history; one that is damaged is passed over. */
export function parseHistory(text: string): BundleEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      const event = JSON.parse(line) as Fields;
      const isWhole = typeof event['at'] === 'number' && ACTIONS.includes(event['action']);
      return isWhole ? [event as unknown as BundleEvent] : [];
    } catch {
      return [];
    }
  });
}

/**
 * What was in service, the oldest first, without what was rolled back: a rollback takes the last one off, so that one
 * rollback after another goes further back and not to and fro.
 */
export function servedBefore(history: readonly BundleEvent[]): (string | null)[] {
  const stack: (string | null)[] = [null];
  for (const { action, version } of history) {
    if (action === 'promote') stack.push(version);
    if (action === 'rollback' && stack.length > 1) stack.pop();
  }
  return stack;
}
