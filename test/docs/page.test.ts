import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePage, type Block } from './page.js';

function blocksOf(...lines: readonly string[]): readonly Block[] {
  return parsePage('docs/a.md', lines.join('\n')).blocks;
}

function problemsOf(...lines: readonly string[]): readonly string[] {
  return parsePage('docs/a.md', lines.join('\n')).problems;
}

const FENCE = ['```sh', 'true', '```'];

describe('parsePage', () => {
  it('finds the commands and their place, and runs them as they stand', () => {
    const blocks = blocksOf(
      '# A',
      '',
      'Text.',
      '',
      '1. step',
      '',
      '   ```sh',
      '   cat <<EOF',
      '     x',
      '   ```',
    );
    assert.deepEqual(blocks, [
      { line: 8, script: 'cat <<EOF\n  x', how: 'run', reason: '', prints: undefined },
    ]);
  });

  it("takes the block's mark, else the page's", () => {
    const mark = (says: string): string => `<!-- commands: ${says} -->`;
    const rest = ['Text.', mark('not run: needs a cloud'), '<!-- prettier-ignore -->', ...FENCE, ...FENCE];
    assert.deepEqual(
      blocksOf('# A', '', mark('served'), '', ...FENCE, ...rest).map(({ how, reason }) => [how, reason]),
      [
        ['served', ''],
        ['not run', 'needs a cloud'],
        ['served', ''],
      ],
    );
    assert.deepEqual(problemsOf('# A', '', mark('served'), '', ...FENCE, ...rest), []);
  });

  it('takes the text fences right below for what is printed', () => {
    const text = ['```text', 'one', '```', '', '<!-- prettier-ignore -->', '```text', 'two', '```'];
    assert.equal(blocksOf(...FENCE, '', ...text)[0]?.prints, 'one\ntwo');
    assert.equal(blocksOf(...FENCE, 'Such as', ...text)[0]?.prints, undefined);
  });

  it('complains of marks and fences that nobody would run', () => {
    assert.deepEqual(
      problemsOf(
        ...['# A', '', 'Text.', '<!-- commands: later -->', ...FENCE, '<!-- commands: served -->', 'Text.'],
        ...['<!-- commands: not run -->', ...FENCE, '<!-- commands: served: why -->', ...FENCE],
        ...['```bash', 'true', '```', '```', '$ true', '```'],
      ),
      [
        'docs/a.md:4 is no mark for commands: <!-- commands: later -->',
        'docs/a.md:8 marks no block of commands',
        'docs/a.md:10 is no mark for commands: <!-- commands: not run -->',
        'docs/a.md:14 is no mark for commands: <!-- commands: served: why -->',
        'docs/a.md:18 is a fence of bash: write sh, and what it prints as text below',
        'docs/a.md:21 has a command: write it in a fence of sh',
      ],
    );
  });
});
