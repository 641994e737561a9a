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
    ['demo/registry', 'stray'],
    ['http://a/v1'],
    ['--pool', 'localhost:8000'],
    ['--port', '70000'],
    ['--admin-port', '0'],
    ['demo/registry', '--once'],
    ['mine', '--pool', 'http://a/v1'],
    ['--replay'],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), { name: 'DragomanError', code: 'usage' });
    });
  }

  it('says which flag was meant', () => {
    assert.throws(() => parseOptions(['--replai', 'a.jsonl']), {
      message: /^--replai is no flag of npm start; did you mean "--replay"\?\n\nnpm start -- /,
    });
  });

  it('says which path was meant, before anything is started', () => {
    const [wrong, meant] = ['exampels/smallest', 'examples/smallest'].map((path) => join(packageRoot, path));
    for (const [args, shown] of [
      [[wrong ?? ''], wrong],
      [['--replay', wrong ?? ''], `--replay ${wrong}`],
    ] as const) {
      assert.throws(() => parseOptions(args), {
        code: 'usage',
        message: `${shown} does not exist; did you mean "${meant}"?`,
      });
    }
  });

  it('says where flags go when npm kept one for itself', () => {
    assert.throws(() => parseOptions(['http://a/v1'], { npm_config_pool: 'true' }), {
      code: 'usage',
      message: 'npm took --pool for a flag of its own; write -- before the flags: npm start -- --pool ...',
    });
    assert.throws(
      () => parseOptions(['9999'], { npm_config_admin_port: 'true' }),
      /npm start -- --admin-port/,
    );
  });

  it('takes a folder for a registry, and a URL only after --pool', () => {
    const folder = join(packageRoot, 'demo/registry');
    assert.equal(parseOptions([folder]).registry, folder);
    assert.throws(() => parseOptions(['http://a/v1']), {
      message: 'Servers are named with --pool: npm start -- --pool http://a/v1',
    });
  });
});
