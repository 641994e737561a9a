import { readClauses } from '../../signals/routes/clauses.js';
import { scoreFast } from '../../signals/routes/fast-head.js';
import type { FastSignal } from '../../signals/signal.js';
import type { Snapshot } from '../snapshot.js';
import { since } from './since.js';
import type { TextReading } from './text-reading.js';

/** Layer 2: the head that needs no encoder; `undefined` when there is none or no text for it. */
export function fastLayer({ fast }: Snapshot, reading: TextReading): FastSignal | undefined {
  if (fast === undefined || reading.focus().text.trim() === '') return undefined;
  const start = performance.now();
  const ngrams = reading.ngrams();
  const vector = fast.head.dimensions === 0 ? undefined : reading.staticVector();
  const { scores, exits } = scoreFast(fast, vector === undefined ? { ngrams } : { ngrams, vector });
  return { name: 'fast', scores, exits, microseconds: since(start) };
}

/** Whether the text says several things, or says what it does not want: the fast head reads it as one. */
export function isCompound({ focus }: TextReading): boolean {
  const { wanted, refused } = readClauses(focus().text);
  return refused.length > 0 || wanted.length > 1;
}
