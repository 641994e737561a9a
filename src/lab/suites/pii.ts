import { findPii, piiSignal } from '../../signals/pii.js';
import { dataFile } from '../data-folder.js';
import { groupBy } from '../group-by.js';
import { type JsonObject, readRows, textField } from '../read-jsonl.js';
import { cell, shareFigure } from './figure.js';
import { readIntents } from './intent-rows.js';
import type { Suite, Table } from './suite.js';

/** Kinds of the data set that a pattern can know by their form; names and places are none. */
const KINDS = [
  ...['CREDIT_CARD', 'IBAN_CODE', 'US_SSN', 'EMAIL_ADDRESS'],
  ...['IP_ADDRESS', 'DOMAIN_NAME', 'PHONE_NUMBER'],
];

interface Entity {
  readonly type: string;
  readonly found: boolean;
  readonly own: boolean;
}

/** Personal data: entities found by kind, and documents wrongly flagged. Nothing here is fitted. */
export const pii: Suite = {
  name: 'pii',
  run: async () => {
    const dev = await readRows(dataFile('safety/pii.dev.jsonl.gz'));
    const train = await readRows(dataFile('safety/pii.train.jsonl.gz'));
    const found = dev.flatMap(entitiesOf);
    const known = found.filter(({ type }) => KINDS.includes(type));
    const clean = dev.filter((row) => spansOf(row).length === 0);
    const everyday = await readIntents('clinc150', 'val');
    const flags = (text: string): boolean => piiSignal(text).label === 'yes';
    const figures = [
      shareFigure(
        known.map((entity) => entity.found),
        { name: 'entities found, kinds with patterns, %', aim: { floor: 90, goal: 97 } },
      ),
      shareFigure(
        clean.map((row) => flags(textField(row, 'text'))),
        { name: 'documents wrongly flagged, %', better: 'lower', aim: { floor: 3, goal: 1 } },
      ),
      shareFigure(
        everyday.map(({ text }) => flags(text)),
        { name: 'everyday requests (CLINC150 val) flagged, %', better: 'lower' },
      ),
    ];
    const about = `Entities of \`pii.dev\` of the kinds ${KINDS.join(', ')}; one is found when a span overlaps it. Documents of \`pii.dev\` without any entity must not be flagged.`;
    return {
      suite: 'Personal data',
      about,
      figures,
      tables: [byKind([...found, ...train.flatMap(entitiesOf)])],
    };
  },
};

function entitiesOf(row: JsonObject): Entity[] {
  const spans = findPii(textField(row, 'text'));
  return spansOf(row).map(({ start, end, type }) => {
    const over = spans.filter((span) => span.start < end && start < span.end);
    return { type, found: over.length > 0, own: over.some((span) => span.type === type) };
  });
}

function spansOf(row: JsonObject): { start: number; end: number; type: string }[] {
  return row['spans'] as { start: number; end: number; type: string }[];
}

function byKind(entities: readonly Entity[]): Table {
  const kinds = [...groupBy(entities, ({ type }) => type)].sort(([a], [b]) => a.localeCompare(b));
  const share = (rows: readonly Entity[], is: (row: Entity) => boolean): string =>
    cell((100 * rows.filter(is).length) / rows.length);
  return {
    title: 'by kind (train and dev)',
    head: ['kind', 'has a pattern', 'entities', 'found, %', 'found under its name, %'],
    rows: kinds.map(([kind, rows]) => [
      kind,
      KINDS.includes(kind) ? 'yes' : 'no',
      String(rows.length),
      share(rows, ({ found }) => found),
      share(rows, ({ own }) => own),
    ]),
  };
}
