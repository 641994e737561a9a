import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import { packageRoot } from '../../../../src/package-root.js';
import { damagedBytes } from './damaged-bytes.js';
import { hostileText } from './hostile-text.js';

/** Registries of the repository, documents joined, so that each is one file. */
const FOLDERS = [
  'examples/smallest',
  'examples/cascade',
  'examples/vllm-pool',
  'examples/hosted',
  'demo/registry',
];

const SEEDS: readonly string[] = FOLDERS.map((folder) =>
  readdirSync(join(packageRoot, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readFileSync(join(packageRoot, folder, name), 'utf8'))
    .join('\n---\n'),
);

const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
  .split('')
  .map((key, at) => `${key}: &${key} [${`*${'abcdefg'[at]},`.repeat(9)}]`)
  .join('\n')}`;

/** What may stand in the place of a value: other types, tags, anchors, aliases, merge keys, block texts, bombs. */
const VALUES = [
  ...[
    '~',
    'null',
    'true',
    '-1',
    '0',
    '1e999',
    '.inf',
    '.nan',
    '0x1F',
    '0o17',
    '1_000',
    '"',
    "'",
    '[',
    '{',
    ']',
    '}',
  ],
  ...[
    '[]',
    '{}',
    '[[]]',
    '{a: 1}',
    '{? a}',
    '!!str 1',
    '!!binary AAAA',
    '!!set {a}',
    '!<tag:x,2000:y> z',
    '!x',
    '&a x',
  ],
  ...[
    '*a',
    '*nowhere',
    '&a [*a]',
    '{<<: {a: 1}}',
    '|\n  text',
    '>-\n  text',
    '2026-01-01',
    '12:30:45',
    '@x',
    '`x',
    '%x',
  ],
  ...[
    '"\\u0000"',
    '"\\ud800"',
    '__proto__',
    'constructor',
    '-5s',
    '0ms',
    '1000000d',
    '5 m',
    '(a+)+$',
    '(?<=x)',
    '\\1',
  ],
  ...[
    'http://',
    'http://[::1',
    'ftp://x',
    'http://user:pw@host',
    'http://x:99999',
    'https://ä.example',
    '../../etc/passwd',
  ],
  ...[
    'x'.repeat(300),
    '['.repeat(100),
    BOMB,
    '\ufeff',
    '\t',
    '- ',
    '? ',
    ': ',
    '---',
    '...',
    '%YAML 9.9',
    '#',
    '<<',
    '=',
    '!',
  ],
] as const;

const KEYS = [
  '<<',
  '__proto__',
  'constructor',
  'name',
  'spec',
  'models',
  '? [a]',
  '"kind"',
  '!!str kind',
  '&k kind',
  '*k',
  '',
];

interface Edit {
  readonly kind: 'value' | 'key' | 'drop' | 'repeat' | 'swap' | 'indent' | 'insert' | 'anchor';
  /** Which line, as a share of them all. */
  readonly at: number;
  readonly value: string;
  readonly key: string;
}

const edit: Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(
    'value',
    'value',
    'value',
    'key',
    'drop',
    'repeat',
    'swap',
    'indent',
    'insert',
    'anchor',
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 1, arbitrary: hostileText },
    { weight: 1, arbitrary: hostileText.map((text) => JSON.stringify(text)) },
  ),
  key: fc.oneof(fc.constantFrom(...KEYS), hostileText),
});

const ENTRY = /^(\s*(?:- )*)([\w.-]+)(:\s*)(.*)$/;

function apply(lines: readonly string[], { kind, at, value, key }: Edit): readonly string[] {
  const place = Math.min(Math.floor(at * lines.length), lines.length - 1);
  const line = lines[place] ?? '';
  const [, indent = '', name = '', colon = '', old = ''] = ENTRY.exec(line) ?? [];
  const put = (...news: readonly string[]): readonly string[] => lines.toSpliced(place, 1, ...news);
  switch (kind) {
    case 'value':
      return put(
        name === '' ? line.replace(/[^\s-].*$/, () => value) : `${indent}${name}${colon.trimEnd()} ${value}`,
      );
    case 'key':
      return put(`${indent}${key}${colon}${old}`);
    case 'drop':
      return put();
    case 'repeat':
      return put(line, line);
    case 'swap':
      return put(lines[place + 1] ?? '', line);
    case 'indent':
      return put(value.length % 2 === 0 ? `  ${line}` : line.replace(/^ {1,2}/, ''));
    case 'insert':
      return put(line, `${indent.replaceAll('-', ' ')}${key}: ${value}`);
    case 'anchor':
      return put(line.replace(/: /, ': &a '), `${indent.replaceAll('-', ' ')}zz: *a`);
  }
}

/** A registry of the repository with up to six edits, and seldom with damaged bytes. */
export const registryBytes: Arbitrary<Buffer> = damagedBytes(
  fc
    .tuple(fc.constantFrom(...SEEDS), fc.array(edit, { maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce<readonly string[]>(apply, seed.split('\n')).join('\n')),
);
