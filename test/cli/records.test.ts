import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const HOUR_MS = 3_600_000;

const linesOf = (text: string): StoredRecord[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as StoredRecord);

describe('dragoman records', () => {
  const folder = temporaryFolder();
  const store = ['--records', `sqlite:${join(folder, 'records.db')}`];
  const records = Array.from({ length: 30 }, (_, at) =>
    buildStoredRecord(`r${at}`, {
      at: NOON + at * HOUR_MS,
      ...(at % 2 === 1 && { route: null, model: 'large', outcome: null, costUsd: null, margin: null }),
    }),
  );
  before(async () => {
    const opened = await openRecordStore(store[1] ?? '');
    await opened.append(records);
    await opened.close();
  });

  it('lists the newest, of a time, a route and a model', () => {
    const ids = (...argv: string[]): string[] => {
      const { status, stdout, stderr } = dragoman(['records', 'list', ...store, ...argv]);
      assert.equal(stderr, '');
      assert.equal(status, 0);
      return stdout === '' ? [] : linesOf(stdout).map(({ id }) => id);
    };
    assert.deepEqual(ids('--limit', '3'), ['r29', 'r28', 'r27']);
    assert.equal(ids().length, 20);
    assert.deepEqual(ids('--until', '2026-01-02T14:00:00Z'), ['r1', 'r0']);
    assert.deepEqual(ids('--route', 'smalltalk', '--since', '2026-01-03T15:00:00Z'), ['r28']);
    assert.deepEqual(ids('--model', 'large', '--limit', '1'), ['r29']);
    assert.deepEqual(ids('--since', '1h'), []);
  });

  it('adds labels to records, and shows them with the record', () => {
    const file = join(folder, 'labels.jsonl');
    writeFileSync(
      file,
      '{"id": "r4", "route": "code"}\n{"id": "r6", "score": 1}\n{"id": "r99", "score": 0}\n',
    );
    const ran = dragoman(['records', 'label', file, ...store]);
    assert.equal(ran.stdout, 'labels: 2 added, 0 there before\n');
    assert.equal(ran.stderr, `${file}: line 3: there is no record "r99"\n`);
    assert.equal(ran.status, 1);
    assert.match(dragoman(['records', 'label', file, ...store]).stdout, /^labels: 0 added, 2 there before/);
    const { stdout } = dragoman(['records', 'show', 'r4', ...store]);
    const shown = JSON.parse(stdout) as { record: unknown; feedback: { route: string; source: string }[] };
    assert.deepEqual(shown.record, records[4]);
    assert.deepEqual(
      shown.feedback.map(({ route, source }) => [route, source]),
      [['code', 'label']],
    );
  });

  it('adds none of the labels when one makes no sense', () => {
    const file = join(folder, 'bad.jsonl');
    writeFileSync(
      file,
      '{"id": "r8", "route": "code"}\n{"id": "r8"}\n{"route": "x"}\n{"id": "r8", "score": 2}\nno\n',
    );
    const { status, stdout, stderr } = dragoman(['records', 'label', file, ...store]);
    assert.equal(status, 1);
    assert.match(stdout, /^labels: 0 added/);
    assert.match(stderr, /line 2: has none of route, model and score/);
    assert.match(stderr, /line 3: id is absent, must be the id of a record/);
    assert.match(stderr, /line 4: score is 2, must be a number from 0 to 1/);
    assert.match(stderr, /line 5: not valid JSON/);
    assert.match(dragoman(['records', 'show', 'r8', ...store]).stdout, /"feedback": \[\]/);
  });

  it('exports JSON lines, plain and packed', () => {
    const [plain, packed] = [join(folder, 'out.jsonl'), join(folder, 'out.jsonl.gz')];
    assert.equal(dragoman(['records', 'export', plain, ...store]).status, 0);
    assert.deepEqual(linesOf(readFileSync(plain, 'utf8')), records);
    assert.equal(
      dragoman(['records', 'export', packed, '--limit', '4', '--route', 'smalltalk', ...store]).status,
      0,
    );
    const ids = linesOf(gunzipSync(readFileSync(packed)).toString('utf8')).map(({ id }) => id);
    assert.deepEqual(ids, ['r0', 'r2', 'r4', 'r6']);
  });

  it('exports Parquet with typed columns', async () => {
    const path = join(folder, 'out.parquet');
    assert.equal(dragoman(['records', 'export', path, ...store]).status, 0);
    const file = await asyncBufferFromFile(path);
    const { schema } = await parquetMetadataAsync(file);
    const typeOf = (name: string): unknown[] => {
      const found = schema.find((element) => element.name === name);
      return [found?.type, found?.converted_type];
    };
    assert.deepEqual(typeOf('at'), ['INT64', 'TIMESTAMP_MILLIS']);
    assert.deepEqual(typeOf('route'), ['BYTE_ARRAY', 'UTF8']);
    assert.deepEqual(typeOf('signals'), ['BYTE_ARRAY', 'JSON']);
    assert.deepEqual(typeOf('cost_usd')[0], 'DOUBLE');
    const rows: Record<string, unknown>[] = await parquetReadObjects({ file });
    assert.equal(rows.length, 30);
    const { at, id, route, cost_usd: cost, candidates, status, stream } = rows[2] ?? {};
    assert.deepEqual(
      { at, id, route, cost, candidates, status, stream },
      {
        ...{ at: new Date(NOON + 2 * HOUR_MS), id: 'r2', route: 'smalltalk', cost: 0.001 },
        ...{ candidates: records[2]?.candidates, status: 200, stream: false },
      },
    );
    assert.deepEqual([rows[1]?.['route'], rows[1]?.['status'], rows[1]?.['cost_usd']], [null, null, null]);
    const empty = join(folder, 'empty.parquet');
    assert.equal(dragoman(['records', 'export', empty, '--since', '1h', ...store]).status, 0);
    assert.deepEqual(await parquetReadObjects({ file: await asyncBufferFromFile(empty) }), []);
  });

  it('tells the size, and prunes', async () => {
    const copy = join(folder, 'copy.db');
    const opened = await openRecordStore(`sqlite:${copy}`);
    await opened.append(records);
    await opened.close();
    const own = ['--records', `sqlite:${copy}`];
    const sizeOf = (): unknown => JSON.parse(dragoman(['records', 'size', ...own]).stdout);
    assert.equal((sizeOf() as { records: number }).records, 30);
    const pruned = JSON.parse(
      dragoman(['records', 'prune', '--max-age', '2026-01-02T22:00:00Z', ...own]).stdout,
    ) as {
      removed: number;
    };
    assert.equal(pruned.removed, 10);
    assert.equal((sizeOf() as { records: number }).records, 20);
  });

  it('refuses what makes no sense, and a store that is not there', () => {
    const nowhere = join(folder, 'nowhere.db');
    for (const [argv, status, words] of [
      [['list'], 2, 'records list needs --records URL, or DRAGOMAN_RECORDS'],
      [['show', 'x'], 2, 'a server that keeps none tells of its latest at /decisions/ID of its admin port'],
      [['steal', ...store], 2, 'records takes list, show, export, label, prune, size, got "steal"'],
      [['show', ...store], 2, 'records show takes one ID'],
      [['size', 'x', ...store], 2, 'records size takes no argument'],
      [['prune', ...store], 2, 'records prune needs --max-age or --max-mebibytes'],
      [['list', '--since', 'yesterday', ...store], 2, '--since is "yesterday"'],
      [['list', '--since', '30', ...store], 2, 'did you mean "30d"?'],
      [['prune', '--max-age', '7', ...store], 2, 'did you mean "7d"?'],
      [['prune', '--max-age', '2999-01-01', ...store], 2, 'which is in the future'],
      [['export', 'out.csv', ...store], 2, 'must end in .parquet'],
      [
        ['show', 'r99', ...store],
        1,
        'there is no record "r99"; give the whole id, as records list --json shows it',
      ],
      [['export', join(folder, 'no', 'out.parquet'), ...store], 1, 'cannot be written: ENOENT'],
      [['list', '--records', `sqlite:${nowhere}`], 1, 'the file does not exist; check the path'],
      [['list', '--records', 'mysql://a:hunter2@b/c'], 2, 'no records can be kept at a mysql: URL'],
    ] as const) {
      const ran = dragoman(['records', ...argv]);
      assert.equal(ran.status, status, ran.stderr);
      assert.ok(ran.stderr.includes(words), ran.stderr);
      assert.doesNotMatch(ran.stderr, /hunter2/);
    }
    assert.ok(!existsSync(nowhere));
  });
});
