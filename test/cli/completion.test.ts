import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { MANUALS } from '../../src/cli/manual/manuals.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const bash = dragoman(['completion', 'bash']).stdout;

describe('dragoman completion', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'labels one.jsonl'), '');
  mkdirSync(join(folder, 'registry'));

  /** What bash offers for the last word. */
  const offered = (...words: readonly string[]): string[] => {
    const script = `${bash}
COMP_WORDS=(dragoman "$@"); COMP_CWORD=$#; _dragoman
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.deepEqual([status, stderr], [0, '']);
    return stdout.split('\n').filter((line) => line !== '');
  };

  it('offers verbs, flags, actions, choices, files and folders in bash', () => {
    assert.deepEqual(offered(''), [...Object.keys(MANUALS), '--help', '--version']);
    assert.deepEqual(offered('e'), ['envoy', 'explain', 'eval']);
    assert.deepEqual(offered('tail', '--m'), ['--model', '--margin-below']);
    assert.deepEqual(offered('records', 's'), ['show', 'size']);
    assert.deepEqual(offered('serve', 'registry', '--promote', ''), ['auto', 'never']);
    assert.deepEqual(offered('eval', 'registry', '--data', 'la'), ['labels one.jsonl']);
    assert.deepEqual(offered('serve', '--bundles', ''), ['registry']);
    assert.deepEqual(offered('report', '--since', ''), []);
    assert.deepEqual(offered('check', 'reg'), ['registry']);
  });

  it('knows every flag of every verb, in each shell', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { status, stdout } = dragoman(['completion', shell]);
      assert.equal(status, 0);
      for (const { flags } of Object.values(MANUALS)) {
        for (const flag of Object.keys(flags))
          assert.ok(stdout.includes(shell === 'fish' ? `-l ${flag} ` : `--${flag}`));
      }
    }
  });

  it('knows no other shell', () => {
    assert.equal(dragoman(['completion', 'tcsh']).status, 2);
    assert.equal(dragoman(['completion']).status, 2);
  });
});

describe('dragoman completion zsh, in zsh', { skip: !has('zsh') && 'there is no zsh here' }, () => {
  it('loads, and offers verbs', () => {
    const script = `autoload -U compinit && compinit -u -D
${dragoman(['completion', 'zsh']).stdout}
print -r -- $_comps[dragoman]`;
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8' });
    assert.deepEqual([stdout, stderr], ['_dragoman\n', '']);
  });
});

describe('dragoman completion fish, in fish', { skip: !has('fish') && 'there is no fish here' }, () => {
  it('offers verbs, flags, actions and choices', () => {
    const script = dragoman(['completion', 'fish']).stdout;
    const offered = (line: string): string[] => {
      const asked = `${script}\ncomplete -C ${JSON.stringify(line)}`;
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', asked], { encoding: 'utf8' });
      assert.equal(stderr, '');
      return stdout.split('\n').flatMap((one) => (one === '' ? [] : [one.split('\t')[0] ?? '']));
    };
    assert.deepEqual(offered('dragoman '), Object.keys(MANUALS).sort());
    assert.deepEqual(offered('dragoman tail --m').sort(), ['--margin-below', '--model']);
    assert.deepEqual(offered('dragoman records s').sort(), ['show', 'size']);
    assert.deepEqual(offered('dragoman serve registry --promote ').sort(), ['auto', 'never']);
  });
});
