import type Database from 'libsql';
import { documentDictionary } from './document-dictionary.js';
import type { Migration } from './migrate.js';

/** The number of a migration is its place, from 1; `user_version` of a file tells how many it has had. */
export const MIGRATIONS: readonly Migration[] = [createTables];

function createTables(database: Database.Database): void {
  database.exec(TABLES);
  database.prepare('INSERT INTO dictionary VALUES (?)').run([documentDictionary()]);
}

/**
 * The columns stand apart from the documents, so that sums read only what they need. `seq` is the order of arrival; a row of
 * documents holds those of `records` records that follow each other, from its `seq` on. `day_sums` has the sums of each day, UTC, that
 * begins at or after `summed.since`, by what is in `kind` as JSON. Times are milliseconds since 1970.
 */
const TABLES = `
  CREATE TABLE records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    route TEXT,
    model TEXT NOT NULL,
    reason TEXT NOT NULL,
    arm TEXT NOT NULL,
    is_drawn INTEGER NOT NULL,
    layer TEXT NOT NULL,
    tenant TEXT,
    registry TEXT NOT NULL,
    margin REAL,
    status INTEGER,
    cost_usd REAL,
    wasted_usd REAL NOT NULL,
    default_usd REAL,
    strongest_usd REAL,
    input_tokens INTEGER,
    output_tokens INTEGER,
    is_cascade INTEGER NOT NULL,
    is_escalated INTEGER NOT NULL,
    is_stand_in INTEGER NOT NULL,
    judged INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    total_ms REAL,
    first_byte_ms REAL,
    decide_us REAL NOT NULL
  );
  CREATE INDEX records_at ON records (at);
  CREATE TABLE day_sums (
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    route TEXT,
    model TEXT NOT NULL,
    reason TEXT NOT NULL,
    arm TEXT NOT NULL,
    layer TEXT NOT NULL,
    registry TEXT NOT NULL,
    is_drawn INTEGER NOT NULL,
    records REAL NOT NULL,
    finished REAL NOT NULL,
    succeeded REAL NOT NULL,
    priced REAL NOT NULL,
    costUsd REAL NOT NULL,
    wastedUsd REAL NOT NULL,
    defaultUsd REAL NOT NULL,
    strongestUsd REAL NOT NULL,
    costSquares REAL NOT NULL,
    strongestSquares REAL NOT NULL,
    defaultSquares REAL NOT NULL,
    strongestSavingSquares REAL NOT NULL,
    defaultSavingSquares REAL NOT NULL,
    inputTokens REAL NOT NULL,
    outputTokens REAL NOT NULL,
    cascades REAL NOT NULL,
    escalated REAL NOT NULL,
    fellBack REAL NOT NULL,
    margins REAL NOT NULL,
    marginSum REAL NOT NULL,
    marginSquares REAL NOT NULL,
    judged REAL NOT NULL,
    passed REAL NOT NULL,
    timed REAL NOT NULL,
    totalMs REAL NOT NULL,
    timeToFirstByteMs REAL NOT NULL,
    decideUs REAL NOT NULL,
    PRIMARY KEY (at, kind)
  ) WITHOUT ROWID;
  CREATE TABLE summed (since INTEGER NOT NULL);
  INSERT INTO summed VALUES (0);
  CREATE TABLE documents (seq INTEGER PRIMARY KEY, records INTEGER NOT NULL, body BLOB NOT NULL);
  CREATE TABLE dictionary (body BLOB NOT NULL);
  CREATE TABLE feedback (
    seq INTEGER PRIMARY KEY,
    decision TEXT NOT NULL,
    source TEXT NOT NULL,
    at INTEGER NOT NULL,
    score REAL,
    route TEXT,
    model TEXT,
    tags TEXT NOT NULL,
    UNIQUE (decision, source)
  );
  CREATE TABLE comparisons (
    seq INTEGER PRIMARY KEY,
    decision TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    model TEXT NOT NULL,
    reference TEXT NOT NULL,
    score REAL,
    reference_score REAL,
    agreement REAL,
    preferred TEXT,
    cost_usd REAL NOT NULL,
    UNIQUE (decision, kind, reference)
  );
`;
