import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import { convertText, FIXTURES, readFixture, refusalOf } from './convert-fixture.js';

describe('a source that cannot be converted', () => {
  const cases: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['is not YAML', 'model_list: [', /config\.yaml:1:\d+ is not valid YAML/],
    ['is empty', '', /must be a YAML mapping/],
    ['is a list', '- a\n- b\n', /must be a YAML mapping/],
    ['is text', 'hello', /must be a YAML mapping/],
    ['is not UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff]), /is not UTF-8/],
    ['holds two documents', 'model_list: []\n---\nmodel_list: []\n', /several YAML documents/],
    ['has a key twice', 'model_list: []\nmodel_list: []\n', /"model_list" is given twice/],
    ['is of neither router', 'services: {}\n', /cannot be told by its keys: LiteLLM has model_list.*--from/],
    ['is our own', 'apiVersion: dragoman.dev/v1alpha1\nkind: Route\n', /a registry of Dragoman already/],
    ['is a manifest', 'apiVersion: v1\nkind: ConfigMap\n', /Kubernetes manifest/],
    ['is 10 MB', Buffer.alloc(10 * 1024 * 1024, 0x20), /10485760 bytes; 8388608 are read at most/],
  ];
  for (const [what, text, message] of cases) {
    it(`is told when it ${what}`, () => {
      const refusal = refusalOf(text);
      assert.match(refusal, /^data_invalid: /);
      assert.match(refusal, message);
    });
  }

  it('is told when it is of the other router', () => {
    assert.match(
      refusalOf('model_list: []\n', 'vllm-sr'),
      /has no key of vLLM Semantic Router, such as "decisions"; it looks like one of LiteLLM/,
    );
  });

  it('is refused when aliases expand to too much', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inner = level === 0 ? '[x, x, x, x, x, x, x, x, x, x]' : `[${`*a${level - 1}, `.repeat(10)}]`;
      return `a${level}: &a${level} ${inner}\n`;
    });
    assert.match(refusalOf(`model_list: []\n${levels.join('')}`), /aliases|expands/);
    const wide = `base: &base [${'x, '.repeat(5000)}]\nmodel_list: [${'*base, '.repeat(900)}]\n`;
    assert.match(refusalOf(wide), /expands to more values than are read/);
    assert.match(refusalOf('model_list: &a [*a]\n'), /expands to more values than are read/);
  });
});

describe('keys of odd kinds', () => {
  const odd: readonly unknown[] = [
    null,
    0,
    -1,
    1e300,
    '',
    ' ',
    'x',
    true,
    [],
    ['x'],
    [[1]],
    {},
    { x: { y: 1 } },
    Number.NaN,
  ];

  for (const name of FIXTURES) {
    it(`never throw, wherever they stand in ${name}`, () => {
      for (const [at, text] of placesOf(name).entries()) {
        assert.doesNotThrow(() => convertText(text), `place ${at}`);
      }
    });
  }

  /** The fixture with one value of it replaced, for every value of it and one odd value each. */
  function placesOf(name: string): string[] {
    const top = JSON.parse(JSON.stringify(parse(readFixture(name), { merge: true }))) as Record<
      string,
      unknown
    >;
    const paths = pathsOf(top);
    return paths.map((path, index) => {
      const copy = structuredClone(top);
      const parent = path
        .slice(0, -1)
        .reduce<unknown>((value, step) => (value as never)[step], copy) as Record<string | number, unknown>;
      parent[path.at(-1) ?? ''] = odd[index % odd.length];
      return stringify({
        ...copy,
        ...(name === 'litellm' ? { litellm_settings: {} } : { default_model: 'x', global: {} }),
      });
    });
  }
});

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  const steps: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => [[...path, step], ...pathsOf((value as never)[step], [...path, step])]);
}
