import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadRegistry } from '../../src/config/load.js';
import { DragomanError } from '../../src/errors.js';
import { compile } from '../../src/router/compile/compile.js';
import { type Reloader, startReloading } from '../../src/router/reload.js';
import { formatOutcomeBundle } from '../../src/signals/outcome-bundle.js';
import { eventually } from '../support/eventually.js';
import { BAD_BUNDLES, BUNDLE_REGISTRY, OUTCOME_HEADS } from '../support/outcome-bundles.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('a bundle that cannot be used', () => {
  const folder = temporaryFolder();
  const bundle = join(folder, 'bundle.json');
  const told: unknown[] = [];
  let reloader: Reloader;

  const load = () => {
    const loaded = loadRegistry(folder);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    return loaded.registry;
  };

  before(async () => {
    writeFileSync(join(folder, 'registry.yaml'), BUNDLE_REGISTRY);
    writeFileSync(bundle, formatOutcomeBundle(OUTCOME_HEADS));
    reloader = startReloading(folder, await compile(load(), {}), {
      beforeSwap: () => Promise.resolve(),
      onLoaded: () => undefined,
      onRefused: () => undefined,
      onWaiting: () => undefined,
      onError: (error) => told.push(error),
    });
  });
  after(() => reloader.stop());

  for (const [what, text, message] of BAD_BUNDLES) {
    it(`is refused in one line: one ${what}`, async () => {
      writeFileSync(bundle, text);
      await assert.rejects(compile(load(), {}), (error) => {
        assert.ok(error instanceof DragomanError);
        assert.equal(error.code, 'bundle_invalid');
        assert.match(error.message, message);
        assert.ok(error.message.startsWith(bundle) && !error.message.includes('\n'), error.message);
        return true;
      });
    });
  }

  it('leaves the old one in service, which says so until there is a good one', async () => {
    const serving = reloader.current;
    assert.ok(serving.outcomes !== undefined);
    for (const [what, text, message] of BAD_BUNDLES) {
      writeFileSync(bundle, text);
      await reloader.reload();
      assert.equal(reloader.current, serving, what);
      assert.match(reloader.status.error ?? '', message);
      assert.match(String(told.at(-1)), message);
    }
    writeFileSync(bundle, formatOutcomeBundle({ ...OUTCOME_HEADS, models: [] }));
    await eventually('the good bundle', () => reloader.current !== serving);
    assert.deepEqual([reloader.current.outcomes?.models, reloader.status.error], [[], undefined]);
  });
});
