import type { Query } from './postgres-connection.js';

/** Brings the tables from the version below to its own. Is never changed once it was released. */
type Migration = (query: Query) => Promise<void>;

/** The number of a migration is its place, from 1. */
export const MIGRATIONS: readonly Migration[] = [createTables];

async function createTables(query: Query): Promise<void> {
  await query(TABLES);
}

/** Times are milliseconds since 1970, so that both stores sum alike. */
const TABLES = `
  CREATE TABLE dragoman_schema (version integer NOT NULL);
  INSERT INTO dragoman_schema VALUES (0);
  CREATE TABLE dragoman_records (
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    route text,
    model text NOT NULL,
    reason text NOT NULL,
    arm text NOT NULL,
    is_drawn integer NOT NULL,
    layer text NOT NULL,
    tenant text,
    registry text NOT NULL,
    margin double precision,
    status integer,
    cost_usd double precision,
    wasted_usd double precision NOT NULL,
    default_usd double precision,
    strongest_usd double precision,
    input_tokens bigint,
    output_tokens bigint,
    is_cascade integer NOT NULL,
    is_escalated integer NOT NULL,
    is_stand_in integer NOT NULL,
    judged integer NOT NULL,
    passed integer NOT NULL,
    total_ms double precision,
    first_byte_ms double precision,
    decide_us double precision NOT NULL,
    document json NOT NULL,
    PRIMARY KEY (id, at)
  ) PARTITION BY RANGE (at);
  CREATE INDEX dragoman_records_at ON dragoman_records (at, id);
  CREATE TABLE dragoman_feedback (
    seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    decision text COLLATE "C" NOT NULL,
    source text NOT NULL,
    at bigint NOT NULL,
    score double precision,
    route text,
    model text,
    tags text NOT NULL,
    PRIMARY KEY (decision, source)
  );
  CREATE TABLE dragoman_comparisons (
    seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    decision text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    at bigint NOT NULL,
    model text NOT NULL,
    reference text NOT NULL,
    score double precision,
    reference_score double precision,
    agreement double precision,
    preferred text,
    cost_usd double precision NOT NULL,
    PRIMARY KEY (decision, kind, reference)
  );
`;
