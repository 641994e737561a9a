import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { RegistryPolicy } from '../../src/config/registry.js';
import { type Compared, compare } from '../../src/router/layers/compare.js';
import { compile } from '../../src/router/compile/compile.js';
import { NO_SHEDDING, type Shedding } from '../../src/router/load/shedding.js';
import type { Memory } from '../../src/router/memory.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { readText } from '../../src/router/layers/text-reading.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildHead, buildView } from '../support/build-view.js';
import type { FakeEncoder } from '../support/fake-encoder.js';

const TABLES = [
  ...['book a table for two', 'reserve a table at the restaurant', 'book a restaurant for tonight'],
  ...['reserve a table for dinner', 'book dinner at a restaurant', 'cancel the table at the restaurant'],
];

const CODE = [
  ...['fix the loop in my code', 'fix this bug in the python code', 'write python code that sorts an array'],
  ...['debug the loop in the function', 'write a function that sorts an array', 'fix my python function'],
];

/** Two routes that the stand-in encoder can tell apart: `table` for small, `code` for large. */
export function compileBookings(
  encoder: FakeEncoder,
  policy: Partial<RegistryPolicy> = {},
): Promise<Snapshot> {
  const models = [buildModel('small'), buildModel('large', { price: { input: 9, output: 9 } })] as const;
  const routes = [
    buildRoute('table', 'small', { examples: TABLES, description: 'tables in restaurants' }),
    buildRoute('code', 'large', { examples: CODE, description: 'programs' }),
  ];
  return compile(buildRegistry(models, routes, policy), { encoder });
}

/** The same snapshot with a fast head that always dares to decide. */
export function withFastExits(snapshot: Snapshot): Snapshot {
  const bars = { margin: 0, outOfScope: 1, share: 1, agreement: 1 };
  return { ...snapshot, fast: snapshot.fast && { ...snapshot.fast, bars } };
}

/** What the comparing layers make of one prompt. */
export function compareText(
  text: string,
  snapshot: Snapshot,
  memory: Memory = {},
  headers: Readonly<Record<string, string>> = {},
  shedding: Shedding = NO_SHEDDING,
): Promise<Compared> {
  const view = buildView({ lastUserText: text, head: buildHead(headers) });
  return compare({
    ...{ view, snapshot, memory, shedding, reading: readText(view, snapshot, shedding) },
    ...{ tracer: trace.getTracer('test'), context: ROOT_CONTEXT, traceparent: undefined },
  });
}
