import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { printYaml } from '../../src/envoy/yaml.js';

describe('printYaml', () => {
  it('turns # keys into comments of the key that follows', () => {
    const text = printYaml('Heading.', {
      a: 1,
      '#b': 'two\nlines',
      b: [{ '#c': 'first', c: true }, null],
      d: {},
    });
    assert.equal(text, '# Heading.\n\na: 1\n# two\n# lines\nb:\n  - # first\n    c: true\n  - null\nd: {}\n');
    assert.deepEqual(parse(text), { a: 1, b: [{ c: true }, null], d: {} });
  });

  it('keeps texts that look like something else, and scripts', () => {
    const tree = { no: 'no', number: '12', percent: '%REQ(:PATH)%', script: 'if a then\n  b()\nend\n' };
    assert.deepEqual(parse(printYaml('h', tree)), tree);
  });
});
