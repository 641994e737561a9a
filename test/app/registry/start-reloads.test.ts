import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import { startServe } from '../../support/start-serve.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the log of a registry that is edited', () => {
  const cleanUp = createCleanUp();
  const work = temporaryFolder();
  after(() => cleanUp.run());

  it('says that it is bad, and that it is mended where nothing is loaded for it', async () => {
    const lines: string[] = [];
    const { child, registry } = await startServe({ work, onLine: (line) => lines.push(line) });
    cleanUp.add(() => child.stop());
    const says = (what: string): Promise<unknown> =>
      eventually(what, () => lines.some((line) => line.includes(`"msg":"${what}`)));
    const bad = join(registry, 'bad.yaml');
    writeFileSync(bad, 'kind: Rout\n');
    await says('registry refused');
    rmSync(bad);
    await says('registry mended; it is the one in service');
    assert.ok(!lines.some((line) => line.includes('"msg":"registry loaded"')));
  });
});
