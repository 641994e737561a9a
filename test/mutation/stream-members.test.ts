import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readStreamWish } from '../../src/mutation/stream-members.js';

const wishOf = (body: string): readonly unknown[] => {
  JSON.parse(body);
  const { members, includesUsage } = readStreamWish(Buffer.from(body));
  return [members, includesUsage];
};

describe('readStreamWish', () => {
  it('asks for nothing but a stream where the client named no options', () => {
    assert.deepEqual(wishOf('{"model":"auto","stream":true}'), ['"stream":true', false]);
  });

  it('keeps the options as the client wrote them', () => {
    const options = '"stream_options" : { "include_usage" : true, "x":[1,{"y":"é\\"}"}] }';
    assert.deepEqual(wishOf(`{"stream":true, ${options} ,"n":1}`), [`"stream":true,${options}`, true]);
  });

  it('reads the last of repeated options', () => {
    const body =
      '{"stream_options":{"include_usage":true},"stream":true,"stream_options":{"include_usage":false}}';
    assert.deepEqual(wishOf(body), ['"stream":true,"stream_options":{"include_usage":false}', false]);
  });

  it('finds no usage in options of another shape', () => {
    for (const value of [
      'null',
      '[]',
      '"include_usage"',
      '{"include_usage":"true"}',
      '{"include_usage":1}',
    ]) {
      const members = `"stream":true,"stream_options":${value}`;
      assert.deepEqual(wishOf(`{${members}}`), [members, false]);
    }
  });

  it('looks only at the top of the body', () => {
    const body = '{"stream":true,"a":{"stream_options":{"include_usage":true}}}';
    assert.deepEqual(wishOf(body), ['"stream":true', false]);
  });
});
