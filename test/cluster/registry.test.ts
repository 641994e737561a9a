import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { assertNoneFailed, startClusterLoad } from '../support/cluster-load.js';
import {
  DOCUMENTS,
  installGateway,
  openNamespace,
  type GatewayRelease,
  type ReleasePod,
} from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'registry-test';
/** Of the test's own, as a team keeps it that does not edit values. */
const NAME = 'llm-registry';
const QUESTION = 'when was the printing press invented?';
const QUESTIONS: JsonObject = {
  apiVersion: 'dragoman.dev/v1alpha1',
  kind: 'Route',
  metadata: { name: 'questions' },
  spec: { examples: [QUESTION, 'who wrote Faust?', 'what does GDP stand for?'], target: 'small' },
};

describe("the registry's ConfigMap", () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;
  let pod: ReleasePod;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    await cluster.apply([configMap(DOCUMENTS)]);
    const values = { registry: { existingConfigMap: NAME } };
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values });
    const [first] = await release.pods();
    assert.ok(first);
    pod = first;
  });
  after(() => cleanUp.run());

  const replace = async (documents: readonly JsonObject[]): Promise<number> => {
    await cluster.apply([configMap(documents)]);
    return Date.now();
  };
  const routeOf = async (text: string): Promise<string> => {
    const { status, route, text: body } = await ask(release.url, chat(text));
    assert.equal(status, 200, body);
    return route ?? '';
  };
  const metric = async (name: string): Promise<string> => {
    const { port, close } = await cluster.forward(pod.address, 9902);
    try {
      const text = await (
        await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } })
      ).text();
      return new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? '';
    } finally {
      await close();
    }
  };
  const event = (reason: string): Promise<string> =>
    until(`the event ${reason}`, () =>
      release.kubectl(
        ...['get', 'events', '--field-selector', `reason=${reason},involvedObject.name=${pod.name}`],
        ...['-o', 'jsonpath={.items[*].message}'],
      ),
    );
  const isAsBefore = async (): Promise<void> => {
    assert.deepEqual(await release.pods(), [pod]);
  };

  it('that is replaced under load is live in seconds; no request is lost or routed wrongly', async (t) => {
    const load = startClusterLoad(release.url, { keepAlive: 2, oneShot: 2, stream: 1 });
    for (const documents of [[...DOCUMENTS, QUESTIONS], DOCUMENTS, [...DOCUMENTS, QUESTIONS]]) {
      const start = await replace(documents);
      const wanted = documents.includes(QUESTIONS) ? 'questions' : 'none';
      await until(`the route ${wanted}`, async () => ((await routeOf(QUESTION)) === wanted ? wanted : ''));
      t.diagnostic(`live after ${((Date.now() - start) / 1000).toFixed(1)} s`);
    }
    assertNoneFailed(t, await load.stop());
    await isAsBefore();
  });

  it('that is bad is refused: the last good one serves on, and an Event and a metric say so', async (t) => {
    const [pool, ...routes] = DOCUMENTS;
    const bad = { ...pool, spec: { ...objectOf(pool?.['spec']), default: 'huge' } };
    await replace([bad, ...routes]);
    t.diagnostic(await event('RegistryRefused'));
    assert.match(await event('RegistryRefused'), /spec\.default "huge" is no model of the pool/);
    assert.equal(await metric('dragoman_registry_refusals_total'), '1');
    assert.equal(await routeOf(QUESTION), 'questions');
    await isAsBefore();
  });

  it('that is good again is taken, and an Event says so', async (t) => {
    await replace(DOCUMENTS);
    t.diagnostic(await event('RegistryAccepted'));
    await until('the route is gone', async () => ((await routeOf(QUESTION)) === 'none' ? 'gone' : ''));
    await isAsBefore();
  });
});

function configMap(documents: readonly JsonObject[]): object {
  const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NAME, namespace: NAMESPACE },
    data: { 'registry.yaml': text },
  };
}
