import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { registryNews } from '../../demo/registry-log.js';

describe('what the demo says of a changed registry', () => {
  it('is how many routes it has and its version', () => {
    const line = JSON.stringify({ msg: 'registry loaded', registry: 'abc', routes: 3 });
    assert.equal(registryNews(line), 'registry loaded: routes 3, version abc');
  });

  it('is every problem of a refused one', () => {
    const msg = 'registry refused; the last good one serves on';
    const problems = ['a.yaml:5:3 one', 'b.yaml:1:1 two'];
    assert.equal(
      registryNews(JSON.stringify({ msg, problems })),
      `${msg}:\n  a.yaml:5:3 one\n  b.yaml:1:1 two`,
    );
  });

  it('is that it is mended, where nothing is loaded for it', () => {
    const msg = 'registry mended; it is the one in service';
    assert.equal(registryNews(JSON.stringify({ msg, registry: 'abc' })), `${msg}: version abc`);
  });

  it('is nothing for other lines', () => {
    assert.equal(registryNews(JSON.stringify({ msg: 'decision' })), undefined);
    assert.equal(registryNews('no JSON'), undefined);
  });
});
