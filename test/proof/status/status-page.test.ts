import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { madeUpQuality, madeUpRun, NOW } from './made-up-inputs.js';
import { PROMISES } from './promises.js';
import { PROOFS } from './proofs.js';
import { readInputs } from './read-inputs.js';
import { PAGE_FILE, readSourceLine, statusPage } from './status-page.js';

const PAGE = join(packageRoot, PAGE_FILE);

describe(PAGE_FILE, () => {
  it('is what the files of figures give for the source that it names, and holds nothing typed by hand', async () => {
    const text = readFileSync(PAGE, 'utf8');
    assert.equal(text, await statusPage(readInputs(readSourceLine(text)), PAGE));
  });
});

describe('statusPage', () => {
  it('puts what falls short before what was not measured, and that before what reaches its goal', async () => {
    const text = await statusPage({ now: NOW, quality: madeUpQuality(), runs: [madeUpRun({})] }, PAGE);
    const places = [/poor, % +\| 45\.0/, /an hour of traffic/, /good, % +\| 95\.0 +\| 94\.0 to 96\.0/].map(
      (pattern) => text.search(pattern),
    );
    assert.ok(places.every((place) => place > 0));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.match(text, /2 of the 5 that were measured/);
  });

  it('names its source so that it can be read again', async () => {
    for (const now of [NOW, { ...NOW, changed: true }, undefined])
      assert.deepEqual(readSourceLine(await statusPage({ now, runs: [] }, PAGE)), now);
  });

  it('shows what a message holds that could end a cell', async () => {
    const failures = [{ file: 'test/a.test.ts', name: 'splits a|b\nand c' }];
    const text = await statusPage({ now: NOW, runs: [madeUpRun({ ok: false, failed: 1, failures })] }, PAGE);
    assert.match(text, /splits a\\\|b and c/);
  });
});

describe('what the page tells of', () => {
  it('are scripts that there are, and pages', () => {
    const { scripts } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    for (const { script, page } of Object.values(PROOFS)) {
      // What proves runs it by node itself, so that signals reach it.
      assert.match(scripts[script] ?? '', /^node scripts\/\S+\.mjs/, script);
      assert.ok(page === undefined || existsSync(join(packageRoot, 'docs', page)), page);
    }
  });

  it('are tests that there are', () => {
    const files = PROMISES.flatMap(({ by }) => by.flatMap(({ tests = [] }) => tests));
    assert.deepEqual(
      files.filter((file) => !existsSync(join(packageRoot, file))),
      [],
    );
  });
});
