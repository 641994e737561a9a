/** What the pages tell a reader to type exists: verbs, actions and flags, and paths of the admin port. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Manual } from '../../src/cli/manual/manual.js';
import { MANUALS } from '../../src/cli/manual/manuals.js';
import { packageRoot } from '../../src/package-root.js';
import { adminPathsOf, commandsOf, type NamedCommand } from './code-of-page.js';
import { parsePage, readPages } from './page.js';

const manuals: Readonly<Record<string, Manual>> = MANUALS;

function problemsOfCommand({ place, verb, words }: NamedCommand): readonly string[] {
  const manual = manuals[verb];
  if (manual === undefined) return [`${place} there is no dragoman ${verb}`];
  const flags = words.flatMap((word) => /^--([a-z][a-z0-9-]*)/.exec(word)?.[1] ?? []);
  const unknown = flags
    .filter((flag) => flag !== 'help' && !(flag in manual.flags))
    .map((flag) => `--${flag}`);
  const action = manual.actions === undefined || words[0] === undefined ? [] : [words[0]];
  const unknownActions = action.filter((name) => /^[a-z]/.test(name) && !(name in (manual.actions ?? {})));
  return [...unknown, ...unknownActions].map((what) => `${place} dragoman ${verb} has no ${what}`);
}

describe('what a page tells to type', () => {
  const { paths } = JSON.parse(readFileSync(join(packageRoot, 'schemas', 'openapi.json'), 'utf8')) as {
    readonly paths: Readonly<Record<string, object>>;
  };
  const pages = readPages();

  it('is a verb with flags that there are', () => {
    const commands = pages.flatMap(commandsOf);
    assert.ok(commands.length > 100);
    assert.deepEqual(commands.flatMap(problemsOfCommand), []);
  });

  it('is a path that the admin port has', () => {
    const known = Object.keys(paths).map((path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`));
    const asked = pages.flatMap(adminPathsOf);
    assert.ok(asked.length > 10);
    assert.deepEqual(
      asked.filter(({ path }) => !known.some((pattern) => pattern.test(path))),
      [],
    );
  });

  it('would be missed', () => {
    const page = parsePage(
      'a.md',
      '# A\n\n`dragoman repot --since\n7d`, or\n\n```sh\nX=1 npx dragoman records shew ID \\\n  --stroe x | head -1\n' +
        'npx dragoman explain registry "why --so?" && dragoman tail --rout a   # dragoman nothing\n```\n',
    );
    assert.deepEqual(commandsOf(page).flatMap(problemsOfCommand), [
      'a.md:7 dragoman records has no --stroe',
      'a.md:7 dragoman records has no shew',
      'a.md:7 dragoman tail has no --rout',
      'a.md:3 there is no dragoman repot',
    ]);
  });
});
