/** Every command of the documentation is run; CONTRIBUTING.md says how a page marks what cannot be run as it stands. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { PROOFS } from '../proof/status/proofs.js';
import { readPages, type Block, type How } from './page.js';
import { isRunHere, runPage } from './run-page.js';

/** Only what needs a real cloud, a container engine or a key that costs money; docs/limits.md names each. */
const MOST_NOT_RUN = 10;
/** What somebody who has Node, Python and curl may not have. */
const RARE =
  /(?:^|[|;&(]\s*|\s&&\s+)(?:jq|docker|kubectl|psql|sqlite3|redis-cli|redis-server|openssl|oras)\s/m;

/** Long as well: readme.test.ts starts what npm start starts, and npm test runs this. */
const RUN_ELSEWHERE = ['start', 'test', 'prove', 'status'];

const pages = readPages();

function blocksOf(how: How): readonly (Block & { readonly place: string })[] {
  return pages.flatMap(({ path, blocks }) =>
    blocks
      .filter((block) => block.how === how)
      .map((block) => ({ ...block, place: `${path}:${block.line}` })),
  );
}

describe('the marks of the pages', () => {
  it('say of every block how it is run', (t) => {
    assert.deepEqual(
      pages.flatMap(({ problems }) => problems),
      [],
    );
    const count = (how: How): string => `${how}: ${blocksOf(how).length}`;
    t.diagnostic((['run', 'served', 'cluster', 'long', 'not run'] as const).map(count).join(', '));
  });

  it('leave next to nothing out, which docs/limits.md names', (t) => {
    const left = blocksOf('not run');
    const limits = pages.find(({ path }) => path === 'docs/limits.md')?.text ?? '';
    const unnamed = left.filter(({ place }) => !limits.includes(basename(place.replace(/:\d+$/, ''))));
    assert.deepEqual(
      unnamed.map(({ place }) => place),
      [],
    );
    for (const { place, reason } of left) t.diagnostic(`${place} not run: ${reason}`);
    assert.ok(
      left.length <= MOST_NOT_RUN,
      `${left.length} blocks are not run, must be ${MOST_NOT_RUN} or fewer`,
    );
  });

  it('ask for no program that a reader may not have', () => {
    const asking = [...blocksOf('run'), ...blocksOf('served')].filter(({ script }) => RARE.test(script));
    assert.deepEqual(
      asking.map(({ place }) => place),
      [],
    );
  });

  it('call long what npm run prove runs', () => {
    const proved = new Set([...Object.values(PROOFS).map(({ script }) => script), ...RUN_ELSEWHERE]);
    const lines = blocksOf('long').flatMap(({ place, script }) =>
      script
        .split('\n')
        .map((line) => ({ place, line, name: /^npm (?:run )?([a-z:]+)/.exec(line)?.[1] ?? '' })),
    );
    assert.deepEqual(
      lines.filter(({ line, name }) => !/^(#|$)/.test(line) && !proved.has(name)),
      [],
    );
  });
});

// They wait more than they compute: two at a time.
describe('the commands of', { concurrency: 2 }, () => {
  for (const page of pages.filter(({ blocks }) => blocks.some(isRunHere))) {
    it(page.path, () => runPage(page));
  }
});
