import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FIXTURE = join(packageRoot, 'test/fixtures/convert/litellm.yaml');

describe('dragoman convert', () => {
  const folder = temporaryFolder();

  it('writes a registry that dragoman check finds valid', () => {
    const out = join(folder, 'new', 'registry');
    const ran = dragoman(['convert', FIXTURE, '--out', out]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(ran.stdout, '');
    assert.match(ran.stderr, /litellm\.yaml:\d+:\d+ model_list\[6\] not carried: anthropic/);
    assert.match(ran.stderr, /LiteLLM: 5 models, 4 routes; not carried \d+, changed \d+, to do 1\n$/);
    assert.deepEqual(readdirSync(out).sort(), ['pool.yaml', 'routes.yaml']);
    const checked = dragoman(['check', out]);
    assert.equal(checked.status, 0, checked.stdout);
  });

  it('prints what it would write', () => {
    const ran = dragoman(['convert', FIXTURE, '--from', 'litellm']);
    assert.equal(ran.status, 0);
    assert.match(ran.stdout, /^# Converted by dragoman convert from litellm\.yaml \(LiteLLM\)\./);
    assert.match(ran.stdout, /^kind: Route$/m);
  });

  it('leaves a folder alone that holds documents', () => {
    const out = join(folder, 'taken');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.yaml'), 'a: 1\n');
    const ran = dragoman(['convert', FIXTURE, '--out', out]);
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /holds mine\.yaml already; --out takes a folder without YAML files/);
    assert.deepEqual(readdirSync(out), ['mine.yaml']);
  });

  it('fails when what it wrote is not valid, and says why', () => {
    const file = join(folder, 'empty.yaml');
    writeFileSync(file, 'model_list: []\n');
    const ran = dragoman(['convert', file]);
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /pool\.yaml:\d+:\d+ spec\.models/);
    assert.match(ran.stderr, /the result is not valid and needs work by hand/);
  });

  it('fails strictly when anything is left out', () => {
    assert.equal(dragoman(['convert', FIXTURE, '--strict']).status, 3);
  });

  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['no file', ['convert'], 2, /takes one folder or file, got 0/],
    [
      'a file that is not there',
      ['convert', '/nowhere.yaml'],
      1,
      /nowhere\.yaml does not exist \(data_invalid\)/,
    ],
    [
      'another router',
      ['convert', FIXTURE, '--from', 'lite-llm'],
      2,
      /--from takes litellm or vllm-sr.*did you mean "litellm"/,
    ],
    ['the wrong router', ['convert', FIXTURE, '--from', 'vllm-sr'], 1, /it looks like one of LiteLLM/],
    [
      'a proxy that is no URL',
      ['convert', FIXTURE, '--through', 'litellm:4000'],
      2,
      /--through takes a base URL/,
    ],
  ];
  for (const [what, argv, status, message] of wrong) {
    it(`tells of ${what}`, () => {
      const ran = dragoman(argv);
      assert.equal(ran.status, status, ran.stderr);
      assert.match(ran.stderr, message);
    });
  }
});
