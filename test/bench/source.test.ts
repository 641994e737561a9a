import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sourceNow, sourceText, whyStale, type Source } from '../../bench/source.js';

describe('the source that figures are made from', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dragoman-source-test-'));
    git('init', '--quiet');
    write({ 'src/a.ts': 'a', 'docs/page.md': 'p', 'README.md': 'r', '.gitignore': 'dist\n' });
    commit();
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('is the same for pages and figures that came after it', () => {
    const before = now();
    write({ 'docs/page.md': 'q', 'README.md': 's', 'test/proof/results/runs/test.json': '{}' });
    write({ 'bench/results/2026-01-02.json': '{}', 'dist/a.js': 'a' });
    assert.deepEqual(now(), before);
    commit();
    assert.deepEqual(now(), before);
  });

  it('differs with each file of it, committed or not, new or gone', () => {
    const first = now();
    write({ 'src/a.ts': 'b' });
    const edited = now();
    assert.notEqual(edited.fingerprint, first.fingerprint);
    assert.deepEqual([first.changed, edited.changed, edited.commit], [false, true, first.commit]);
    write({ 'src/a.ts': 'a', 'src/b.ts': '' });
    assert.notEqual(now().fingerprint, first.fingerprint);
    rmSync(join(root, 'src/b.ts'));
    assert.deepEqual(now(), first);
    rmSync(join(root, 'src/a.ts'));
    assert.notEqual(now().fingerprint, first.fingerprint);
  });

  it('does not change when what was measured is committed', () => {
    write({ 'src/a.ts': 'b', 'examples/README.md': 'e' });
    const measured = now();
    commit();
    const after = now();
    assert.equal(after.fingerprint, measured.fingerprint);
    assert.notEqual(after.commit, measured.commit);
    assert.equal(whyStale(measured, after), undefined);
  });

  it('is unknown outside of a checkout, and before its first commit', () => {
    rmSync(join(root, '.git'), { recursive: true });
    assert.equal(sourceNow(root), undefined);
    git('init', '--quiet');
    assert.equal(sourceNow(root), undefined);
  });

  function now(): Source {
    const source = sourceNow(root);
    assert.ok(source);
    return source;
  }

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }

  function commit(): void {
    git('add', '--all');
    const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
    git(...author, 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'test');
  }

  function git(...args: readonly string[]): void {
    execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  }
});

describe('whyStale', () => {
  const made: Source = { fingerprint: '0123456789abcdef', commit: 'abc1234', changed: false };

  it('tells why figures say nothing', () => {
    assert.match(whyStale(made, undefined) ?? '', /no git checkout/);
    assert.match(whyStale(undefined, made) ?? '', /do not say which source/);
    assert.equal(
      whyStale(made, { ...made, fingerprint: 'f'.repeat(16) }),
      'the last figures were made from abc1234 (0123456789abcdef)',
    );
  });

  it('goes by what is in the files, not by the commit', () => {
    assert.equal(whyStale(made, { ...made, commit: 'def5678', changed: true }), undefined);
  });

  it('names changes that were not committed', () => {
    assert.equal(sourceText({ ...made, changed: true }), 'abc1234 with changes (0123456789abcdef)');
  });
});
