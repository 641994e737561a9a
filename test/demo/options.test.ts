import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseOptions } from '../../demo/options.js';

describe('demo options', () => {
  it('has defaults', () => {
    const options = parseOptions([]);
    assert.deepEqual(options, { once: false, replay: undefined, pool: [], port: 10_000, help: false });
  });

  it('takes several URLs after --pool, without their last slash', () => {
    const { pool } = parseOptions(['--pool', 'http://a:8000/v1/', 'https://b/v1', '--once']);
    assert.deepEqual(pool, ['http://a:8000/v1', 'https://b/v1']);
  });

  for (const args of [
    ['--twice'],
    ['stray'],
    ['--pool', 'localhost:8000'],
    ['--port', '70000'],
    ['--replay'],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), { name: 'DragomanError', code: 'usage' });
    });
  }
});
