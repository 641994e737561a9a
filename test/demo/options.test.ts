import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseOptions } from '../../demo/options.js';
import { packageRoot } from '../../src/package-root.js';

describe('demo options', () => {
  it('has defaults', () => {
    const options = parseOptions([]);
    assert.deepEqual(options, {
      ...{ once: false, replay: undefined, pool: [], registry: undefined },
      ...{ port: undefined, adminPort: undefined, help: false },
    });
  });

  it('takes several URLs after --pool, without their last slash', () => {
    const { pool } = parseOptions(['--pool', 'http://a:8000/v1/', 'https://b/v1', '--once']);
    assert.deepEqual(pool, ['http://a:8000/v1', 'https://b/v1']);
  });

  for (const args of [
    ['--twice'],
    ['stray'],
    ['--pool', 'localhost:8000'],
    ['--port', '70000'],
    ['--admin-port', '0'],
    ['--registry', 'mine', '--once'],
    ['--registry', 'mine', '--pool', 'http://a/v1'],
    ['--replay'],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), { name: 'DragomanError', code: 'usage' });
    });
  }

  it('says which flag was meant', () => {
    assert.throws(() => parseOptions(['--registri', 'demo/registry']), {
      message: /^--registri is no flag of npm start; did you mean "--registry"\?\n\nnpm start -- /,
    });
  });

  it('says which path was meant, before anything is started', () => {
    for (const flag of ['--registry', '--replay']) {
      assert.throws(() => parseOptions([flag, join(packageRoot, 'exampels/smallest')]), {
        code: 'usage',
        message: `${flag} ${join(packageRoot, 'exampels/smallest')} does not exist; did you mean "${join(packageRoot, 'examples/smallest')}"?`,
      });
    }
  });
});
