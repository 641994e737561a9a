import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OpenCascades } from '../../../src/router/cascade/open-cascades.js';
import type { OpenCascade } from '../../../src/router/cascade/open-cascade.js';
import { buildOpenCascade } from '../../support/build-cascade.js';

function asking(prompt: string): OpenCascade {
  return buildOpenCascade({ ask: { prompt, system: '', responseFormat: 'text', tools: [] } });
}

describe('OpenCascades', () => {
  it('finds what is in flight until it is over', () => {
    const open = new OpenCascades();
    const cascade = buildOpenCascade();
    open.open('a', cascade);
    assert.equal(open.find('a'), cascade);
    open.close('a');
    open.close('a');
    assert.deepEqual([open.find('a'), open.size], [undefined, 0]);
  });

  it('forgets the oldest when the prompts grow too large together, and never the newest', () => {
    const open = new OpenCascades({ characters: 100 });
    open.open('a', asking('x'.repeat(60)));
    open.open('b', asking('x'.repeat(60)));
    assert.deepEqual([open.find('a'), open.find('b')?.ask.prompt.length], [undefined, 60]);
    open.open('c', asking('x'.repeat(500)));
    assert.deepEqual([open.find('b'), open.find('c')?.ask.prompt.length], [undefined, 500]);
  });

  it('forgets what Envoy never called over', () => {
    let now = 0;
    const open = new OpenCascades({ ttlMs: 1_000, now: () => now });
    open.open('a', buildOpenCascade());
    now = 2_000;
    open.open('b', buildOpenCascade());
    assert.deepEqual([open.find('a'), open.size], [undefined, 1]);
  });
});
