import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRecentDecisions } from '../../src/record/recent-decisions.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { buildStoredRecord } from '../support/build-stored-record.js';

function longRecord(id: string): StoredRecord {
  const { prompt, ...rest } = buildStoredRecord(id);
  return { ...rest, prompt: { ...prompt, messages: [{ role: 'user', text: 'x'.repeat(50_000) }] } };
}

function idsOf(records: readonly StoredRecord[]): string[] {
  return records.map(({ id }) => id);
}

describe('createRecentDecisions', () => {
  it('holds the last ones, newest first', () => {
    const recent = createRecentDecisions({ capacity: 3 });
    for (const id of ['a', 'b', 'c', 'd']) recent.add(buildStoredRecord(id));
    assert.deepEqual(idsOf(recent.list()), ['d', 'c', 'b']);
    assert.equal(recent.find('a'), undefined);
    assert.equal(recent.find('b')?.id, 'b');
  });

  it('holds fewer where texts are long', () => {
    const recent = createRecentDecisions({ mostBytes: 250_000 });
    for (const id of ['a', 'b', 'c', 'd']) recent.add(longRecord(id));
    assert.deepEqual(idsOf(recent.list()), ['d', 'c']);
    const tiny = createRecentDecisions({ mostBytes: 10 });
    tiny.add(longRecord('a'));
    assert.deepEqual(idsOf(tiny.list()), ['a']);
  });

  it('makes a record that nobody keeps when somebody looks, and once', () => {
    const recent = createRecentDecisions();
    const made: string[] = [];
    const addLater = (id: string): void => {
      recent.addLater(id, () => {
        made.push(id);
        return buildStoredRecord(id);
      });
    };
    addLater('a');
    addLater('b');
    assert.deepEqual(made, []);
    assert.equal(recent.find('b')?.id, 'b');
    assert.deepEqual(made, ['b']);
    assert.deepEqual(
      [idsOf(recent.list()), idsOf(recent.list())],
      [
        ['b', 'a'],
        ['b', 'a'],
      ],
    );
    assert.deepEqual(made, ['b', 'a']);
  });

  it('tells whoever watches, until they look away', () => {
    const recent = createRecentDecisions();
    const seen: string[] = [];
    const listener = ({ id }: StoredRecord): void => {
      seen.push(id);
    };
    recent.add(buildStoredRecord('before'));
    const first = recent.watch(listener);
    const second = recent.watch(listener);
    recent.add(buildStoredRecord('a'));
    first();
    recent.addLater('b', () => buildStoredRecord('b'));
    second();
    recent.addLater('c', () => assert.fail('nobody looks'));
    assert.deepEqual(seen, ['a', 'a', 'b']);
  });

  it('holds a decision once, where it was told last', () => {
    const recent = createRecentDecisions();
    recent.add(buildStoredRecord('a'));
    recent.add(buildStoredRecord('b'));
    recent.add(buildStoredRecord('a', { model: 'large' }));
    assert.deepEqual(idsOf(recent.list()), ['a', 'b']);
    assert.equal(recent.find('a')?.model, 'large');
  });
});
