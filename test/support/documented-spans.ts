import { type Attribute, ATTRIBUTE_TABLE } from '../../src/telemetry/traces/attribute-table.js';
import { EVENT_TABLE } from '../../src/telemetry/traces/event-table.js';
import { SPAN_TABLE } from '../../src/telemetry/traces/span-table.js';
import type { ReceivedSpan } from './otlp-receiver.js';

type Named = Pick<ReceivedSpan, 'name' | 'attributes'>;

/** What Dragoman's spans carry that the tables of `docs/traces.md` do not tell of. */
export function documentedProblems(spans: readonly ReceivedSpan[]): readonly string[] {
  const own = spans.filter(({ service }) => service === 'dragoman');
  return own.flatMap((span) => [
    ...problemsOf(span, spanKey(span)),
    ...span.events.flatMap((event) => problemsOf(event, keyIn(EVENT_TABLE, event.name))),
  ]);
}

function problemsOf({ name, attributes }: Named, key: string | undefined): string[] {
  if (key === undefined) return [name];
  const table: readonly Attribute[] = Object.values(ATTRIBUTE_TABLE);
  const known = table.filter(({ on }) => on.some((carrier) => carrier === key));
  return Object.keys(attributes)
    .filter((attribute) => !known.some((entry) => matches(entry.name, attribute)))
    .map((attribute) => `${name}: ${attribute}`);
}

/** Of a name that ends with a dot, the end is free. */
function matches(known: string, attribute: string): boolean {
  return known.endsWith('.') ? attribute.startsWith(known) : attribute === known;
}

/** The outcome's span has no fixed name, but an operation. */
function spanKey({ name, attributes }: Named): string | undefined {
  return attributes['gen_ai.operation.name'] === undefined ? keyIn(SPAN_TABLE, name) : 'outcome';
}

function keyIn(table: Readonly<Record<string, { readonly name: string }>>, name: string): string | undefined {
  return Object.keys(table).find((key) => table[key]?.name === name);
}
