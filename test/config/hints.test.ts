import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hintedRoutes, parseHints } from '../../src/config/hints.js';

const HINT = { since: '2026-01-02T00:00:00.000Z', why: ['margin'], registry: 'aaaaaaaaaaaa' };
const FILE = { hints: 1, writtenAt: '2026-01-02T00:00:00.000Z', routes: { code: HINT } };

describe('parseHints', () => {
  it('reads what was written', () => {
    const hints = parseHints(JSON.stringify(FILE));
    assert.ok(hints.ok);
    assert.deepEqual(hints.value, FILE);
    assert.deepEqual([...hintedRoutes(hints.value, 'aaaaaaaaaaaa')], ['code']);
  });

  it('holds for one version of the registry only', () => {
    const hints = parseHints(JSON.stringify(FILE));
    assert.ok(hints.ok);
    assert.equal(hintedRoutes(hints.value, 'bbbbbbbbbbbb').size, 0);
  });

  it('refuses everything else, and says what', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['', /not valid JSON/],
      ['{', /not valid JSON/],
      ['null', /must be \{"hints": 1/],
      ['[]', /must be \{"hints": 1/],
      [JSON.stringify({ ...FILE, hints: 2 }), /must be \{"hints": 1/],
      [JSON.stringify({ ...FILE, writtenAt: 5 }), /writtenAt is not/],
      [JSON.stringify({ ...FILE, routes: { code: { ...HINT, why: 'margin' } } }), /routes\.code is not/],
      [JSON.stringify({ ...FILE, routes: { code: null } }), /routes\.code is not/],
      [' '.repeat(1_048_577), /1048577 characters/],
    ];
    for (const [text, message] of wrong) {
      const hints = parseHints(text);
      assert.ok(!hints.ok);
      assert.match(hints.problem.message, message);
      assert.equal(hints.problem.code, 'data_invalid');
    }
  });
});
