import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseDocument } from 'yaml';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const EXAMPLE = join(packageRoot, 'examples', 'ci');
const FILES = ['.github/workflows/registry.yaml', '.pre-commit-config.yaml'];

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

interface PreCommit {
  readonly repos: readonly { readonly hooks: readonly { readonly entry: string }[] }[];
}

function read(name: string): unknown {
  const document = parseDocument(readFileSync(join(EXAMPLE, name), 'utf8'));
  assert.deepEqual([...document.errors, ...document.warnings], []);
  return document.toJS();
}

/** The shell scripts of both files. */
function scripts(): string[] {
  const { jobs } = read(FILES[0] ?? '') as Workflow;
  const { repos } = read(FILES[1] ?? '') as PreCommit;
  return [
    ...Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
    ...repos.flatMap(({ hooks }) => hooks.map(({ entry }) => entry)),
  ];
}

describe('the example of a pipeline', () => {
  it('is sound YAML, and its scripts are sound shell', () => {
    assert.ok(scripts().length >= 8);
    for (const script of scripts()) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
      assert.equal(status, 0, `${script}: ${stderr}`);
    }
  });

  it('runs every command that it names, and the example passes', () => {
    const folder = join(temporaryFolder(), 'repository');
    cpSync(EXAMPLE, folder, { recursive: true });
    cpSync(EXAMPLE, join(folder, 'base'), { recursive: true });
    const commands = new Set(scripts().filter((script) => script.startsWith('dragoman ')));
    assert.deepEqual([...new Set([...commands].map((command) => command.split(' ')[1]))].sort(), [
      'check',
      'diff',
      'eval',
      'lint',
    ]);
    for (const command of commands) {
      const { status, stdout, stderr } = dragoman(command.split(' ').slice(1), folder);
      assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
    }
    for (const made of ['comment.md', 'evaluation.html']) assert.ok(existsSync(join(folder, made)), made);
  });
});
