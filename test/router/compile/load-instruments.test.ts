import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEncoderManifest } from '../../../src/embed/manifest.js';
import { packageRoot } from '../../../src/package-root.js';
import { loadInstruments } from '../../../src/router/compile/load-instruments.js';

describe('loadInstruments', () => {
  it('lets the built-in heads do without the vectors of an encoder that they were not fitted on', async () => {
    const shipped = await readEncoderManifest(join(packageRoot, 'models', 'all-minilm-l6-v2'));
    const own = await loadInstruments(shipped);
    assert.ok((own.instruments.builtin?.harm.embedding ?? 0) > 0);
    assert.deepEqual(own.problems, []);
    const other = await loadInstruments({ ...shipped, checksum: 'f'.repeat(64) });
    assert.equal(other.instruments.builtin?.harm.embedding, 0);
    assert.ok(other.instruments.gate !== undefined);
    assert.match(other.problems.map(({ message }) => message).join(), /fitted on another encoder/);
  });
});
