import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseArgs } from 'node:util';
import type { Manual } from '../../../src/cli/manual/manual.js';
import { MANUALS } from '../../../src/cli/manual/manuals.js';
import { renderHelp, renderVerbs } from '../../../src/cli/manual/render-help.js';
import { packageRoot } from '../../../src/package-root.js';
import { dragoman } from '../../support/dragoman.js';

const manuals: readonly (readonly [string, Manual])[] = Object.entries(MANUALS);

/** Words of a command line as a shell would part them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

describe('the manuals', () => {
  it('are what every verb is parsed by', () => {
    const folder = join(packageRoot, 'src/cli');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const calls = sources.flatMap((text) =>
      [...text.matchAll(/parseArgs\(\{[\s\S]*?\}\)/g)].map(([call]) => call),
    );
    assert.equal(calls.length, manuals.length);
    for (const call of calls) assert.match(call, /options: [A-Z_]+\.flags\b/);
  });

  for (const [verb, manual] of manuals) {
    it(`give ${verb} a help with an example, exit codes and every flag`, () => {
      const { status, stdout, stderr } = dragoman([verb, '--help']);
      assert.deepEqual([status, stderr], [0, '']);
      assert.ok(stdout.startsWith(`Usage: dragoman ${verb} `), stdout);
      assert.match(stdout, new RegExp(`^Example: dragoman ${verb} .+$`, 'm'));
      assert.match(stdout, /^Exit code: 0 .+2 wrong usage\b/m);
      const named = [...stdout.matchAll(/^ {2}--([a-z][a-z0-9-]*)/gm)].map(([, flag]) => flag);
      assert.deepEqual(named, Object.keys(manual.flags));
      const told = [...manual.usage.join(' ').matchAll(/--([a-z][a-z0-9-]*)/g)].map(([, flag = '']) => flag);
      assert.deepEqual(
        told.filter((flag) => !(flag in manual.flags)),
        [],
      );
    });
  }

  it('have examples that can be parsed', () => {
    for (const [verb, { example, flags }] of manuals) {
      const [name, ...args] = wordsOf(example);
      assert.equal(name, verb);
      assert.doesNotThrow(() => parseArgs({ args, options: flags, allowPositionals: true }), example);
    }
  });
});

describe('renderHelp', () => {
  const manual: Manual = {
    summary: 'do it',
    usage: ['do FILE [flags]', 'do --all'],
    about: 'Does what there is\nto do.',
    actions: { now: 'at once' },
    flags: {
      all: { type: 'boolean', help: 'all of it' },
      how: {
        type: 'string',
        value: 'fast|slow',
        help: 'how fast it is done, as far as that can be chosen',
        default: 'slow',
      },
      'a-flag-with-a-long-name': { type: 'string', value: 'FILE', help: 'what it says', without: 'nothing' },
      what: { type: 'string', value: 'one|two|three|four|five|six', help: 'which' },
    },
    example: 'do it',
    exitCodes: '0 done, 2 wrong usage.',
    more: 'And more.',
  };

  it('lays flags out in columns, and breaks lines where the terminal ends', () => {
    assert.deepEqual(renderHelp(manual, 60).split('\n'), [
      'Usage: dragoman do FILE [flags]',
      '       dragoman do --all',
      '',
      'Does what there is to do.',
      '',
      '  now  at once',
      '',
      '  --all                     all of it',
      '  --how fast|slow           how fast it is done, as far as',
      '                            that can be chosen (slow)',
      '  --a-flag-with-a-long-name FILE',
      '                            what it says (nothing)',
      '  --what WHAT               which: one, two, three, four,',
      '                            five, six',
      '',
      'Example: dragoman do it',
      '',
      'And more.',
      '',
      'Exit code: 0 done, 2 wrong usage.',
      '',
    ]);
  });

  it('lists all verbs', () => {
    assert.match(
      renderVerbs({ do: manual }),
      /^Usage: dragoman VERB .*\n\n {2}do {2}do it\n\ndragoman VERB --help/,
    );
    assert.equal(dragoman(['help']).stdout, renderVerbs(MANUALS));
    assert.equal(dragoman(['help', 'explain']).stdout, dragoman(['explain', '--help']).stdout);
    assert.match(dragoman(['help', 'serv']).stderr, /"serv" is no verb; did you mean "serve"\?/);
    assert.equal(dragoman(['help', 'serv']).status, 2);
    const { status, stderr } = dragoman(['serv']);
    assert.equal(status, 2);
    assert.match(stderr, /"serv" is no verb; did you mean "serve"\?/);
  });

  it('says which flag was meant, and where the verb tells its own', () => {
    const { status, stderr } = dragoman(['check', 'demo/registry', '--jsn']);
    assert.equal(status, 2);
    assert.equal(
      stderr,
      'dragoman: --jsn is no flag of check; did you mean "--json"?\nSee dragoman check --help.\n',
    );
    assert.equal(
      dragoman(['explain', '--registry', 'demo/registry', 'hi']).stderr,
      [
        'dragoman: --registry is no flag of explain; name the folder without it: dragoman explain DIR PROMPT [flags]',
        'See dragoman explain --help.',
        '',
      ].join('\n'),
    );
    assert.match(
      dragoman(['tail', '--route']).stderr,
      /^dragoman: Option '--route <value>' argument missing/,
    );
  });
});
