import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { licenceFiles } from '../../../src/embed/add/licence-files.js';

function found(model: string, ...paths: readonly string[]): object {
  const file = { bytes: 10, read: () => Promise.resolve(Buffer.alloc(10)) };
  const files = new Map([model, ...paths].map((path) => [path, file]));
  return Object.fromEntries(licenceFiles({ files, close: () => Promise.resolve() }, model));
}

describe('licenceFiles', () => {
  it('takes those beside the model, above it and in the metadata of a wheel', () => {
    assert.deepEqual(
      found('enc/onnx/model.onnx', 'enc/onnx/LICENCE.md', 'NOTICE', 'enc-1.0.dist-info/COPYING'),
      { 'LICENCE.md': 'enc/onnx/LICENCE.md', NOTICE: 'NOTICE', COPYING: 'enc-1.0.dist-info/COPYING' },
    );
  });

  it('leaves out those of other folders, and other files', () => {
    const others = ['enc2/LICENSE', 'enc/sub/LICENSE', 'enc/licenses.py', 'enc/README.md'];
    assert.deepEqual(found('enc/model.onnx', ...others), {});
  });

  it('gives a name twice only with the folder', () => {
    assert.deepEqual(found('enc/model.onnx', 'LICENSE', 'enc/LICENSE', 'enc-1.dist-info/LICENSE'), {
      LICENSE: 'LICENSE',
      'enc-LICENSE': 'enc/LICENSE',
      'enc-1.dist-info-LICENSE': 'enc-1.dist-info/LICENSE',
    });
  });
});
