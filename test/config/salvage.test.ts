import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultsAt } from '../../src/config/faults.js';
import { salvage, type SchemaNode } from '../../src/config/salvage.js';

const SCHEMA: SchemaNode = {
  $ref: '#/definitions/Top',
  definitions: {
    Top: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        parts: { type: 'array', items: { $ref: '#/definitions/Part' } },
        note: {},
      },
      required: ['name', 'parts'],
    },
    Part: {
      type: 'object',
      properties: { size: { type: 'integer' }, flag: { type: 'boolean' } },
      required: ['size'],
    },
  },
};

describe('salvage', () => {
  it('keeps what fits, in its place', () => {
    const document = { name: 'a', parts: [{ size: 1 }, { size: 2.5, flag: true }], note: [1] };
    assert.deepEqual(salvage(document, SCHEMA), { value: document, unread: [] });
  });

  it('puts blanks where something required is missing or of another type', () => {
    const { value, unread } = salvage({ parts: ['x', { flag: 'yes' }] }, SCHEMA);
    assert.deepEqual(value, { name: '', parts: [{ size: 0 }, { size: 0, flag: false }] });
    assert.deepEqual(unread, [
      ['name'],
      ['parts', 0],
      ['parts', 0, 'size'],
      ['parts', 1, 'size'],
      ['parts', 1, 'flag'],
    ]);
  });

  it('doubts the field that a misspelt key means, and all absent ones for any other unknown key', () => {
    const { value, unread } = salvage({ name: 'a', parts: [{ size: 1, falg: true }], colour: 1 }, SCHEMA);
    assert.deepEqual(value, { name: 'a', parts: [{ size: 1 }] });
    assert.deepEqual(unread, [['note'], ['parts', 0, 'flag']]);
  });

  it('survives a document that holds itself', () => {
    const document: Record<string, unknown> = { name: 'a' };
    document['parts'] = [document];
    assert.deepEqual(salvage(document, SCHEMA).value, { name: 'a', parts: [{ size: 0 }] });
  });
});

it('faults cover what could not be read, with all in it, but only the place of what was told', () => {
  const faults = faultsAt([['models']], [['policy', 'encoder']]);
  assert.deepEqual(
    [['models'], ['models', 1], ['policy'], ['policy', 'encoder'], ['policy', 'encoder', 'queue']].map(
      (path) => [faults.covers(path), faults.touches(path)],
    ),
    [
      [true, true],
      [false, false],
      [false, true],
      [true, true],
      [true, true],
    ],
  );
});
