import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { BundlesView } from '../../../src/admin/api/bundles.js';
import { bundleEndpoints } from '../../../src/admin/endpoints/bundles.js';
import { openBundleFolder } from '../../../src/bundle/bundle-folder.js';
import { buildAdminView } from '../../support/build-admin-view.js';
import { bundleText } from '../../support/build-bundle.js';
import { callEndpoint, jsonReply } from '../../support/call-endpoint.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('GET /bundles', () => {
  const folder = openBundleFolder(temporaryFolder());

  it('says so when no folder is looked after', async () => {
    const [status, body] = jsonReply(await callEndpoint(bundleEndpoints(buildAdminView()), 'GET /bundles'));
    const off = { isOn: false, active: null, candidate: null, versions: [], history: [] };
    assert.deepEqual([status, body], [200, off]);
  });

  it('lists what can be read, newest first, and what was done with it', async () => {
    const endpoints = bundleEndpoints(buildAdminView({ bundles: folder }));
    const ask = async (): Promise<BundlesView> =>
      jsonReply(await callEndpoint(endpoints, 'GET /bundles'))[1] as BundlesView;
    const older = bundleText('parent-one');
    const newer = bundleText('parent-two');
    await folder.write(older);
    await folder.write(newer);
    utimesSync(join(folder.directory, `${older.version}.json.gz`), 1_000, 1_000);
    utimesSync(join(folder.directory, `${newer.version}.json.gz`), 2_000, 2_000);
    writeFileSync(join(folder.directory, '0123456789ab.json.gz'), 'damaged');
    await folder.promote(older.version, { by: 'cli', reason: 'first', at: 5_000 });
    await folder.nominate(newer.version, { by: 'serve', reason: 'trained', at: 6_000 });
    const { versions, history, ...rest } = await ask();
    assert.deepEqual(rest, { isOn: true, active: older.version, candidate: newer.version });
    assert.deepEqual(versions, [
      { version: newer.version, trainedAt: '1970-01-01T00:33:20.000Z', parts: [], metrics: {} },
      { version: older.version, trainedAt: '1970-01-01T00:16:40.000Z', parts: [], metrics: {} },
    ]);
    assert.deepEqual(
      history.map(({ at, action, version, by }) => [at, action, version, by]),
      [
        ['1970-01-01T00:00:06.000Z', 'nominate', newer.version, 'serve'],
        ['1970-01-01T00:00:05.000Z', 'promote', older.version, 'cli'],
      ],
    );
    assert.deepEqual(await ask(), { ...rest, versions, history });
  });
});
