import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emitAsStream } from '../../../src/mutation/emit/emit-as-stream.js';

const SHAPES = ['chat-completions', 'completions', 'responses', 'messages', 'chat-completions+usage'];

describe('emitAsStream', () => {
  const bodies: readonly (readonly [what: string, body: string])[] = [
    ['nothing', ''],
    ['no JSON', '<html>502</html>'],
    ['half a JSON', '{"choices":[{"message":{"content":"x'],
    ['JSON of another shape', '[]'],
    ['null', 'null'],
    ['an error', '{"error":{"message":"overloaded"}}'],
    ['an error of messages', '{"type":"error","error":{"type":"overloaded_error"}}'],
    ['no choices', '{"choices":[]}'],
    ['choices that are none', '{"choices":[1]}'],
    ['choices without a message', '{"choices":[{"index":0}]}'],
    ['a response in progress', '{"status":"in_progress","output":[]}'],
    ['output that is none', '{"status":"completed","output":[null]}'],
    ['content that is none', '{"type":"message","content":["x"]}'],
  ];
  for (const [what, body] of bodies) {
    it(`leaves ${what} alone`, () => {
      for (const shape of SHAPES) assert.equal(emitAsStream(shape, Buffer.from(body)), undefined, shape);
    });
  }

  it('leaves an endpoint alone that it does not know', () => {
    const body = Buffer.from('{"choices":[{"message":{"content":"x"}}]}');
    for (const shape of ['', 'embeddings', '__proto__', '+usage'])
      assert.equal(emitAsStream(shape, body), undefined);
    assert.ok(emitAsStream('chat-completions', body));
  });

  it('goes through an answer of ten megabytes', () => {
    const content = 'wort '.repeat(2_000_000);
    const body = Buffer.from(JSON.stringify({ choices: [{ message: { content } }] }));
    const stream = emitAsStream('chat-completions', body);
    assert.ok(stream !== undefined && stream.length > content.length);
  });
});
