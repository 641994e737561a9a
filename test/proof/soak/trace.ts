import { objectOf, type JsonObject } from '../../../demo/stand-in/json.js';
import { BEHAVIOUR_HEADER } from '../../../demo/stand-in/behaviour.js';
import { dataFile, dataUnavailable } from '../../../src/lab/data-folder.js';
import { readRows } from '../../../src/lab/read-jsonl.js';
import { chat } from '../../support/ask.js';

/** One request of the trace, before it is known which model is right for it. */
export interface TraceRow {
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Trace {
  /** What it is, for the report. */
  readonly name: string;
  readonly rows: readonly TraceRow[];
}

/** Longest answer, in words: its pieces come 5 ms apart. */
const MOST_WORDS = 40;
const TENANTS = ['north', 'south', 'west'] as const;

/** Stand-in for the recorded traffic, on machines that lack it. */
const MADE_UP = [
  'hello there, how are you doing',
  'tell me a joke about dogs',
  'put bread and butter on the grocery list',
  'how much did I spend on books last month',
  'Write a function that sorts a linked list in Rust',
  'Why does this query return no rows?',
  'If two pens cost 3 dollars, what do nine pens cost?',
  'Write a short poem about the mountains in spring',
  'Translate this sentence into Spanish',
  'What is the boiling point of helium?',
];

/** The recorded traffic of the data folder, in its order; made-up requests, told loudly, where there is none. */
export async function readTrace(say: (line: string) => void, limit = Infinity): Promise<Trace> {
  const missing = dataUnavailable();
  if (missing !== undefined) {
    say(`!!! NOT THE REPLAY TRACE: ${missing} Ten made-up requests are sent in its place.`);
    return { name: 'ten made-up requests', rows: MADE_UP.map((text, at) => rowOf({ body: chat(text) }, at)) };
  }
  const rows = (await readRows(dataFile('traffic/traffic.jsonl.gz'))).slice(0, limit);
  return { name: `${rows.length} requests of the replay trace`, rows: rows.map(rowOf) };
}

function rowOf(row: JsonObject, number: number): TraceRow {
  const words = Number(objectOf(row['trace'] ?? {})['generated_tokens'] ?? 16);
  return {
    body: objectOf(row['body']),
    headers: {
      [BEHAVIOUR_HEADER]: `words=${Math.min(MOST_WORDS, words)}`,
      'x-tenant-id': TENANTS[number % TENANTS.length] ?? TENANTS[0],
    },
  };
}
