import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadServiceDefinitions } from '../../src/extproc/service-definitions.js';
import { toStruct } from '../../src/extproc/struct.js';
import { fromStruct } from './from-struct.js';

const { responseSerialize, responseDeserialize } = loadServiceDefinitions().externalProcessor.Process;

describe('toStruct', () => {
  it('keeps every kind of value over the wire', () => {
    const object = {
      text: 'é',
      empty: '',
      number: 1.5,
      zero: 0,
      yes: true,
      no: false,
      nothing: null,
      list: [1, 'two', [], {}],
      object: { 'dotted.name': { deep: 'x' } },
    };
    const sent = responseSerialize({ dynamic_metadata: toStruct(object) });
    assert.deepEqual(fromStruct(responseDeserialize(sent).dynamic_metadata), object);
  });
});
