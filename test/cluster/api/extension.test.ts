import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../../../src/package-root.js';
import { createCleanUp } from '../../support/clean-up.js';
import { startApiServer, type Cluster } from '../../support/cluster.js';
import { type ObjectOf, openCrdSchemas } from '../../support/crd-schemas.js';
import { eventually } from '../../support/eventually.js';

const CHART = join(packageRoot, 'helm', 'dragoman');
const VALUES = join(packageRoot, 'test', 'helm', 'values');
const NAMESPACES = ['llm', 'gateways', 'istio-ingress'];
const CASES: Readonly<Record<string, readonly string[]>> = {
  'Envoy Gateway': ['-f', join(VALUES, 'envoy-gateway.yaml')],
  Istio: ['-f', join(VALUES, 'istio.yaml')],
  'the Prometheus operator': [
    '--set',
    'monitoring.rules.enabled=true,monitoring.podMonitor.enabled=true,monitoring.dashboard.enabled=true',
  ],
};

/** The definitions of those projects, with their rules in CEL, are in this API server. */
describe("the chart's objects of other projects, and an API server", () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;

  before(async () => {
    cluster = await startApiServer();
    cleanUp.add(() => cluster.stop());
    const { folder } = openCrdSchemas();
    // Some are too large for the annotation of a plain `apply`.
    await cluster.kubectl('apply', '--server-side', '-f', folder, '--recursive=false');
    for (const name of NAMESPACES) {
      await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]);
    }
    await eventually('the definitions to be established', async () => {
      const path = '-o=jsonpath={.items[*].status.conditions[?(@.type=="Established")].status}';
      const states = (await cluster.kubectl('get', 'crds', path)).trim().split(/\s+/);
      return states.length >= 25 && states.every((state) => state === 'True');
    });
  });
  after(() => cleanUp.run());

  for (const [project, args] of Object.entries(CASES)) {
    it(`takes those for ${project}, with not an unknown field`, async () => {
      const manifests = await cluster.helm('template', 'gateway', CHART, '--namespace', 'llm', ...args);
      const objects = parseAllDocuments(manifests).map((document) => placed(document.toJS() as ObjectOf));
      const printed = await cluster.apply(objects, '--dry-run=server', '--validate=strict');
      assert.equal(printed.trim().split('\n').length, objects.length, printed);
    });
  }

  it('refuses what breaks a rule of Envoy Gateway', async () => {
    const policy = {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyExtensionPolicy',
      metadata: { name: 'wrong', namespace: 'llm' },
      spec: { extProc: [{ backendRefs: [{ kind: 'Pod', group: '', name: 'dragoman', port: 9000 }] }] },
    };
    await assert.rejects(
      cluster.apply([policy], '--dry-run=server'),
      /only supports Service, ServiceImport, and Backend kind/,
    );
  });
});

/** Helm says a namespace only of objects that stand in another one than the release's. */
function placed(object: ObjectOf): ObjectOf {
  return { ...object, metadata: { namespace: 'llm', ...object.metadata } };
}
