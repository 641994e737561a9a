import type { Context, Tracer } from '@opentelemetry/api';
import type { RequestView } from '../../request/request-view.js';
import type { Shedding } from '../load/shedding.js';
import type { Memory } from '../memory.js';
import type { Snapshot } from '../snapshot.js';
import type { TextReading } from './text-reading.js';

/** One request on its way through the comparing layers. */
export interface Comparand {
  readonly view: RequestView;
  readonly reading: TextReading;
  readonly snapshot: Snapshot;
  readonly memory: Memory;
  readonly shedding: Shedding;
  readonly tracer: Tracer;
  readonly context: Context;
  /** W3C trace context of the decision. */
  readonly traceparent: string | undefined;
}
