import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openBundleFolder } from '../../src/bundle/bundle-folder.js';
import { namesBundle, pickBundle } from '../../src/bundle/pick-bundle.js';
import { fitExpectation } from '../../src/signals/feature-vector.js';
import { bundleText } from '../support/build-bundle.js';
import { fakeEncoder } from '../support/fake-encoder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('pickBundle', () => {
  const directory = temporaryFolder();
  const folder = openBundleFolder(directory);
  const expected = fitExpectation(fakeEncoder().checksum);
  const [one, two] = [bundleText('one'), bundleText('two')];

  it('takes the one that the path names, or else the one in service', async () => {
    await folder.write(one);
    await folder.write(two);
    const none = await pickBundle(directory, expected);
    assert.ok(!none.ok);
    assert.match(none.problem.message, /names no bundle in service: promote one/);
    await folder.promote(one.version, { by: 'test', reason: 'because' });
    const active = await pickBundle(directory, expected);
    const named = await pickBundle(join(directory, two.version), expected);
    assert.ok(active.ok && named.ok);
    assert.deepEqual([active.value.version, named.value.version], [one.version, two.version]);
  });

  it('tells a bundle from a file of outcome heads', () => {
    const file = join(directory, 'outcomes.json');
    writeFileSync(file, '{}');
    assert.deepEqual(
      [directory, join(directory, one.version), file, join(directory, 'absent.json')].map(namesBundle),
      [true, true, false, false],
    );
  });
});
