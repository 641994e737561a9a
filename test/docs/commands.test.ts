/** What the pages for people in a hurry tell them to type exists. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Manual } from '../../src/cli/manual/manual.js';
import { MANUALS } from '../../src/cli/manual/manuals.js';
import { packageRoot } from '../../src/package-root.js';

const manuals: Readonly<Record<string, Manual>> = MANUALS;

/** Everything that stands in `sh` blocks or between backticks. */
function codeOf(page: string): readonly string[] {
  const text = readFileSync(join(packageRoot, 'docs', page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'));
  const prose = text.replace(/^```[^]*?^```$/gm, '');
  return [...blocks, ...[...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)];
}

function problemsOfCommand(command: string): readonly string[] {
  const [verb = '', ...words] = command.replace(/"[^"]*"/g, 'TEXT').split(/\s+/);
  const manual = manuals[verb];
  if (manual === undefined) return [`there is no dragoman ${verb}`];
  const flags = words.flatMap((word) => /^--([a-z][a-z0-9-]*)/.exec(word)?.[1] ?? []);
  const unknown = flags.filter((flag) => !(flag in manual.flags)).map((flag) => `--${flag}`);
  const action = manual.actions === undefined || words[0] === undefined ? [] : [words[0]];
  const unknownActions = action.filter((name) => !(name in (manual.actions ?? {})));
  return [...unknown, ...unknownActions].map((what) => `dragoman ${verb} has no ${what}`);
}

describe('the commands of a page', () => {
  const { paths } = JSON.parse(readFileSync(join(packageRoot, 'schemas', 'openapi.json'), 'utf8')) as {
    readonly paths: Readonly<Record<string, object>>;
  };

  for (const page of ['runbook.md', 'observe.md']) {
    it(`exist, docs/${page}`, () => {
      const code = codeOf(page);
      const commands = code.flatMap((line) => /^(?:npx )?dragoman (.+)$/.exec(line)?.[1] ?? []);
      assert.ok(commands.length > 0);
      assert.deepEqual(commands.flatMap(problemsOfCommand), []);
      const asked = code.flatMap((line) =>
        [...line.matchAll(/\$ADMIN(\/[^\s"]*)/g)].map(([, path = '']) => path),
      );
      assert.deepEqual(
        asked.filter((path) => !(path in paths)),
        [],
      );
    });
  }

  it('would be missed', () => {
    assert.deepEqual(problemsOfCommand('repot --since 7d'), ['there is no dragoman repot']);
    assert.deepEqual(problemsOfCommand('records shew ID --stroe x'), [
      'dragoman records has no --stroe',
      'dragoman records has no shew',
    ]);
    assert.deepEqual(problemsOfCommand('explain registry "why --so?"'), []);
  });
});
