import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dragoman } from '../support/dragoman.js';

describe('dragoman serve', () => {
  it('takes flags about files of Envoy only where it writes them', () => {
    for (const flags of [
      ['--envoy-listen', '127.0.0.1:0'],
      ['--otlp', 'http://127.0.0.1:4318'],
      ['--system-ca', '/ca.pem'],
    ]) {
      const { status, stderr } = dragoman(['serve', 'demo/registry', ...flags]);
      assert.equal(status, 2);
      assert.match(stderr, new RegExp(`^dragoman: ${flags[0] ?? ''} needs --xds DIR: `));
    }
  });
});
