import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { comparisonBlocks } from '../../../bench/peers/compare-blocks.js';
import { PROMPTS } from '../../../bench/peers/prompts.js';
import { fillConfig, readConfig } from '../../../bench/peers/work-place.js';
import { packageRoot } from '../../../src/package-root.js';

const PAGE = readFileSync(join(packageRoot, 'docs', 'compare.md'), 'utf8');

describe('the comparison with peers', () => {
  it('says that nothing was measured where there are no results', () => {
    const { 'compare-config': configs, ...measured } = comparisonBlocks(undefined);
    assert.deepEqual([...new Set(Object.values(measured))], ['Not measured.']);
    assert.match(configs ?? '', /\| Dragoman +\| \d+ +\|/);
  });

  it('has a place on the page for every block', () => {
    for (const name of Object.keys(comparisonBlocks(undefined))) {
      assert.ok(PAGE.includes(`<!-- ${name}: `) && PAGE.includes(`<!-- end of ${name} -->`), name);
    }
  });

  it('asks 20 prompts, none twice and none that a configuration has as an example', () => {
    const texts = PROMPTS.map(({ text }) => text);
    assert.equal(new Set(texts).size, 20);
    const config = readConfig('dragoman.yaml');
    assert.deepEqual(
      texts.filter((text) => config.includes(text)),
      [],
    );
  });

  it('puts the stand-ins into a configuration', () => {
    const origins = new Map([['small', 'http://127.0.0.1:1']]);
    const filled = fillConfig('url: http://small:8000/v1, http://other:8000/v1', origins);
    assert.equal(filled, 'url: http://127.0.0.1:1/v1, http://other:8000/v1');
  });
});
