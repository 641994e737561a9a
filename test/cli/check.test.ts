import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/package-root.js';

const FIXTURES = join(packageRoot, 'test/fixtures/config');
const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

function dragoman(
  argv: readonly string[],
  cwd = FIXTURES,
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('dragoman check', () => {
  it('sums up a valid registry', () => {
    const { status, stdout } = dragoman(['check', 'good/smallest']);
    assert.match(stdout, /^valid: 2 models, 1 route, 5 examples, version [0-9a-f]{12}\n$/);
    assert.equal(status, 0);
  });

  it('prints warnings and still succeeds', () => {
    const { status, stdout } = dragoman(['check', 'good/doubtful']);
    assert.match(
      stdout,
      /^warning: good\/doubtful\/registry\.yaml:5:12 spec\.default "small" is the cheapest model/,
    );
    assert.match(stdout, /, 8 warnings\n$/);
    assert.equal(status, 0);
  });

  it('prints problems one a line and fails', () => {
    const folder = join(FIXTURES, 'bad/misspelt-key');
    const { status, stdout } = dragoman(['check', '.'], folder);
    assert.equal(stdout, `${readFileSync(join(folder, 'expected.txt'), 'utf8')}1 problem\n`);
    assert.equal(status, 1);
  });

  it('prints JSON for pipes', () => {
    const good = JSON.parse(dragoman(['check', '--json', 'good/smallest']).stdout) as Record<string, unknown>;
    assert.deepEqual(
      { ...good, version: '' },
      { ok: true, version: '', models: 2, routes: 1, examples: 5, problems: [], warnings: [] },
    );
    const bad = JSON.parse(dragoman(['check', '--json', 'bad/misspelt-key']).stdout) as {
      problems: object[];
    };
    assert.deepEqual(bad.problems, [
      {
        file: 'bad/misspelt-key/registry.yaml',
        line: 16,
        column: 3,
        path: 'spec.treshold',
        message: 'is not a known key; did you mean "threshold"?',
        code: 'registry_invalid',
      },
    ]);
  });
});

describe('dragoman', () => {
  const usage: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no verb', [], /a verb is missing/],
    ['a misspelt verb', ['chekc', '.'], /"chekc" is no verb; did you mean "check"\?/],
    ['no folder', ['check'], /check takes one folder or file, got 0/],
    ['two folders', ['check', 'a', 'b'], /check takes one folder or file, got 2/],
    ['an unknown flag', ['check', '--jsn', '.'], /--jsn/],
    ['a name of Object.prototype', ['toString'], /"toString" is no verb/],
  ];
  for (const [title, argv, message] of usage) {
    it(`refuses ${title} with exit code 2`, () => {
      const { status, stdout, stderr } = dragoman(argv);
      assert.match(stderr, message);
      assert.equal(stdout, '');
      assert.equal(status, 2);
    });
  }

  it('prints help and version', () => {
    assert.match(dragoman(['--help']).stdout, /^Usage: dragoman VERB/);
    assert.match(dragoman(['check', '--help']).stdout, /^Usage: dragoman check DIR/);
    assert.match(dragoman(['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});
