import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { assertNoneFailed, startClusterLoad } from '../support/cluster-load.js';
import {
  CHART,
  DOCUMENTS,
  RELEASE,
  SERVICE,
  installGateway,
  openNamespace,
  valuesFiles,
  type GatewayRelease,
} from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'upgrade-test';
const REGISTRY = `configmap/${SERVICE}-registry`;
const PODS = 'app.kubernetes.io/name=dragoman';
const CLIENTS = { keepAlive: 2, oneShot: 2, stream: 1 };
/** A tag that no registry and no node has. */
const MISSING = { dragoman: { image: { tag: '0.0.0-missing' } } };

describe('an upgrade of the release', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values: { replicas: 2 } });
  });
  after(() => cleanUp.run());

  const uids = async (): Promise<readonly string[]> => (await release.pods()).map(({ uid }) => uid);
  const registry = (): Promise<string> => release.kubectl('get', REGISTRY, '-o', 'jsonpath={.data}');

  /** The revision in service; without one Helm goes back to the newest but one, which may have failed as well. */
  const deployed = async (): Promise<string> => {
    const history = await cluster.helm('history', RELEASE, '-n', NAMESPACE, '--output=json');
    const revisions = JSON.parse(history) as readonly { revision: number; status: string }[];
    return String(revisions.find(({ status }) => status === 'deployed')?.revision);
  };

  it('replaces all pods under load, and fails no request', async (t) => {
    const old = await uids();
    assert.equal(old.length, 2);
    const load = startClusterLoad(release.url, CLIENTS);
    const { status, stderr } = await release.upgrade({ podAnnotations: { round: 'two' } }, '--timeout=400s');
    assert.equal(status, 0, stderr);
    await until('the old pods are gone', async () => {
      const names = await release.kubectl('get', 'pods', '-l', PODS, '-o', 'name');
      return names.trim().split('\n').length === 2 ? 'gone' : '';
    });
    const counts = await load.stop();
    assert.equal((await uids()).filter((uid) => old.includes(uid)).length, 0);
    assertNoneFailed(t, counts);
  });

  it('is ended by the check where an image or a Secret is missing, and nothing is touched', async (t) => {
    const before = [await uids(), await registry()];
    const load = startClusterLoad(release.url, CLIENTS);
    const other = valuesFiles(cleanUp)({
      apiKeys: { env: [{ name: 'KEY', secretName: 'nowhere', secretKey: 'key' }] },
    });
    const [image, secret] = await Promise.all([
      release.upgrade({ ...MISSING, registry: { documents: DOCUMENTS.slice(0, 1) } }),
      cluster.tryHelm('install', 'other', CHART, '-n', NAMESPACE, `--values=${other}`, '--wait'),
    ]);
    const counts = await load.stop();
    for (const { status, stderr } of [image, secret]) {
      t.diagnostic(stderr.trim().split('\n').at(-1) ?? '');
      assert.equal(status, 1);
    }
    const events = await release.kubectl('get', 'events', '-o', 'jsonpath={.items[*].message}');
    assert.match(events, /0\.0\.0-missing/);
    assert.match(events, /secret "nowhere" not found/);
    assert.deepEqual([await uids(), await registry()], before);
    assert.equal((await cluster.tryKubectl('get', '-n', NAMESPACE, 'deployment/other-dragoman')).status, 1);
    assertNoneFailed(t, counts);
  });

  it("is ended by the check where the registry is bad, in the check's own words", async () => {
    const before = [await uids(), await registry()];
    const { status, stdout, stderr } = await release.upgrade({ registry: { documents: badDocuments() } });
    assert.equal(status, 1);
    const log = await release.kubectl('logs', `job/${SERVICE}-check`, '--all-containers');
    assert.match(log, /"huge" is no model of the pool/);
    assert.match(`${stdout}${stderr}${log}`, /spec\.default/);
    assert.deepEqual([await uids(), await registry()], before);
  });

  it('that does not come up leaves the old pods in service, and is rolled back', async (t) => {
    const before = await uids();
    const load = startClusterLoad(release.url, CLIENTS);
    const bad = { ...MISSING, registry: { documents: DOCUMENTS, check: false } };
    const { status, stderr } = await release.upgrade(bad, '--timeout=20s');
    assert.equal(status, 1);
    t.diagnostic(stderr.trim().split('\n').at(-1) ?? '');
    assert.deepEqual(await uids(), before);
    await cluster.helm('rollback', RELEASE, await deployed(), '-n', NAMESPACE, '--wait', '--timeout=240s');
    const counts = await load.stop();
    assert.deepEqual(await uids(), before);
    assertNoneFailed(t, counts);
  });
});

function badDocuments(): readonly JsonObject[] {
  const [pool, ...others] = DOCUMENTS;
  return [{ ...pool, spec: { ...objectOf(pool?.['spec']), default: 'huge' } }, ...others];
}
