import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outputStyle } from '../../../src/cli/output/output-style.js';
import { terminalWidth } from '../../../src/cli/output/terminal-width.js';

const TERMINAL = { isTTY: true, columns: 132 };
const NEITHER = { json: false, table: false };

describe('outputStyle', () => {
  it('prints tables on a terminal, JSON elsewhere, and what is asked for', () => {
    assert.equal(outputStyle(NEITHER, TERMINAL, {}).json, false);
    assert.equal(outputStyle(NEITHER, {}, {}).json, true);
    assert.equal(outputStyle({ json: true, table: false }, TERMINAL, {}).json, true);
    assert.equal(outputStyle({ json: false, table: true }, {}, {}).json, false);
    assert.throws(() => outputStyle({ json: true, table: true }, TERMINAL, {}), { code: 'usage' });
  });

  it('colours where that is wanted', () => {
    const isColourful = (stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean =>
      outputStyle(NEITHER, stream, environment).paint.bad('x') !== 'x';
    assert.equal(isColourful(TERMINAL, {}), true);
    assert.equal(isColourful(TERMINAL, { NO_COLOR: '1' }), false);
    assert.equal(isColourful(TERMINAL, { NO_COLOR: '' }), true);
    assert.equal(isColourful(TERMINAL, { TERM: 'dumb' }), false);
    assert.equal(isColourful(TERMINAL, { FORCE_COLOR: '0' }), false);
    assert.equal(isColourful({}, {}), false);
    assert.equal(isColourful({}, { FORCE_COLOR: '1', NO_COLOR: '1' }), true);
  });
});

describe('terminalWidth', () => {
  it('is what COLUMNS says, else the terminal, else 80, and nothing where there is none', () => {
    assert.equal(terminalWidth(TERMINAL, { COLUMNS: '100' }), 100);
    assert.equal(terminalWidth(TERMINAL, { COLUMNS: 'many' }), 132);
    assert.equal(terminalWidth({ isTTY: true, columns: 0 }, {}), 80);
    assert.equal(terminalWidth({}, {}), Infinity);
  });
});
