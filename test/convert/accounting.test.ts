import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import type { Path } from '../../src/config/problem.js';
import { convertText, FIXTURES, readFixture } from './convert-fixture.js';

/** Every mapping of a value, with its path. */
function mappingsOf(value: unknown, path: Path = []): (readonly [Path, Record<string, unknown>])[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => mappingsOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const mapping = value as Record<string, unknown>;
  return [
    [path, mapping],
    ...Object.entries(mapping).flatMap(([key, item]) => mappingsOf(item, [...path, key])),
  ];
}

/** Every scalar of a value, with its path. */
function scalarsOf(value: unknown, path: Path = []): (readonly [Path, string])[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => scalarsOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => scalarsOf(item, [...path, key]));
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.length > 0 && outer.every((step, at) => path[at] === step);
}

/** Keys whose values the output says in other words, such as a weight in proportion; or that are labels, told by their line. */
const REPHRASED = new Set([
  ...[
    'model',
    'input_cost_per_token',
    'output_cost_per_token',
    'supports_vision',
    'currency',
    'score',
    'type',
  ],
  ...['preferred_endpoints', 'case_sensitive', 'min_tokens', 'max_tokens'],
  ...['name', 'description', 'version', 'tags'],
]);

describe('the account of a conversion', () => {
  for (const name of FIXTURES) {
    const value = parse(readFixture(name), { merge: true }) as unknown;

    it(`tells of a key that nobody knows, wherever it stands in ${name}`, () => {
      for (const [path] of mappingsOf(value)) {
        const copy = structuredClone(value);
        const target = mappingsOf(copy).find(([other]) => JSON.stringify(other) === JSON.stringify(path));
        assert.ok(target !== undefined);
        target[1]['zz_strange'] = 'odd';
        const { findings } = convertText(stringify(copy, { aliasDuplicateObjects: false }));
        const strange = [...path, 'zz_strange'];
        const isTold = findings.some((finding) => isWithin(strange, finding.path));
        assert.ok(isTold, `${strange.join('.')} is left out in silence`);
      }
    });

    it(`has every value of ${name} in the output or in the report`, () => {
      const { files, findings } = convertText(readFixture(name));
      const output = Object.values(files).join('').toLowerCase();
      const silent = scalarsOf(value).filter(
        ([path, text]) =>
          !output.includes(text.toLowerCase().replace('os.environ/', '')) &&
          !findings.some((finding) => isWithin(path, finding.path)) &&
          !REPHRASED.has(String(path.findLast((step) => typeof step === 'string'))),
      );
      assert.deepEqual(
        silent.map(([path, text]) => `${path.join('.')}: ${text}`),
        [],
      );
    });
  }
});
