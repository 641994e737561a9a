import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { watchHints } from '../../../src/app/requests/watch-hints.js';
import { eventually } from '../../support/eventually.js';
import { memoryLogger } from '../../support/memory-logger.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const VERSION = 'aaaaaaaaaaaa';

const hintsFor = (route: string): string =>
  JSON.stringify({
    hints: 1,
    writtenAt: '2026-01-02T00:00:00.000Z',
    routes: { [route]: { since: '2026-01-02T00:00:00.000Z', why: ['margin'], registry: VERSION } },
  });

describe('watchHints', () => {
  const path = join(temporaryFolder(), 'hints.json');
  const { logger, lines } = memoryLogger();
  writeFileSync(path, hintsFor('code'));
  const watch = watchHints(path, logger, 10);
  after(() => {
    watch.stop();
  });

  it('knows at once what the file says, for one version of the registry', () => {
    assert.equal(watch.has(VERSION, 'code'), true);
    assert.equal(watch.has(VERSION, 'smalltalk'), false);
    assert.equal(watch.has('bbbbbbbbbbbb', 'code'), false);
  });

  it('sees a change, a damaged file and a missing one, and tells of each once', async () => {
    const told = (text: string): number => lines.filter((line) => line.includes(text)).length;
    writeFileSync(path, hintsFor('smalltalk'));
    await eventually('the other route', () => watch.has(VERSION, 'smalltalk') && !watch.has(VERSION, 'code'));
    writeFileSync(path, '{"hints":');
    await eventually('the damage', () => told('cannot be used') > 0);
    assert.equal(watch.has(VERSION, 'smalltalk'), false);
    rmSync(path);
    await eventually('the loss', () => told('there are no hints') > 0);
    assert.equal(told('cannot be used'), 1);
  });

  it('begins without a file, too', () => {
    const none = watchHints(join(path, 'nowhere'), logger);
    assert.equal(none.has(VERSION, 'code'), false);
    none.stop();
  });
});
