import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openBundles } from '../../../src/app/bundles/start-bundles.js';
import { memoryLogger } from '../../support/memory-logger.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('openBundles', () => {
  const folder = temporaryFolder();

  it('tells once of a bundle that cannot be used, though it is in service and a candidate', async () => {
    const version = 'ffffffffffff';
    writeFileSync(join(folder, `${version}.json.gz`), 'no bundle');
    for (const pointer of ['active', 'candidate']) writeFileSync(join(folder, pointer), `${version}\n`);
    const { logger, lines } = memoryLogger();
    const bundles = await openBundles({ bundles: folder, promotion: undefined, logger }, {});
    await bundles?.stop();
    assert.deepEqual([bundles?.active, bundles?.candidate], [undefined, undefined]);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /"bundle":"ffffffffffff".*"msg":"a bundle cannot be used"/);
  });
});
