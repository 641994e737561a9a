import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';

let chart: HelmChart;

before(() => {
  chart = openHelmChart();
});

after(() => {
  chart.close();
});

function refusalOf(values: string): string {
  const { status, stderr } = chart.run('template', 'dragoman', chart.folder, '--set', values);
  assert.notEqual(status, 0, `${values} is refused`);
  return stderr;
}

/** What the schema says: the path of the value, and what is wrong with it. */
const WRONG: readonly (readonly [what: string, values: string, message: RegExp])[] = [
  ['a misspelt key', 'replica=2', /additional properties 'replica' not allowed/],
  ['a misspelt key further down', 'records.postgress.secretName=x', /'\/records'.*'postgress' not allowed/],
  ['a name that would be other YAML', 'fullnameOverride=a: b', /'\/fullnameOverride': 'a: b' does not match/],
  ['an unknown mode', 'mode=proxy', /'\/mode': value must be one of 'gateway', 'sidecar', 'extension'/],
  ['no replica', 'replicas=0', /'\/replicas': minimum: got 0, want 1/],
  ['replicas as text', 'replicas=two', /'\/replicas': got string, want integer/],
  ['a port out of range', 'service.port=70000', /'\/service\/port': maximum: got 70,000, want 65,535/],
  ['a gRPC port of zero', 'extension.port=0', /'\/extension\/port': minimum/],
  [
    'an unknown kind',
    'registry.documents[0].kind=Pool',
    /'\/registry\/documents\/0\/kind': value must be one of/,
  ],
  ['no document', 'registry.documents=null', /'\/registry': missing property 'documents'/],
  ['an unknown version', 'registry.documents[0].apiVersion=v1', /'\/registry\/documents\/0/],
  ['a file that hides the documents', 'registry.files.registry\\.yaml=x', /registry\.yaml/],
  [
    'an unknown source',
    'registry.source=git',
    /'\/registry\/source': value must be one of 'configMap', 'crd'/,
  ],
  [
    'a name that no ConfigMap has',
    'registry.existingConfigMap=My_Map',
    /'\/registry\/existingConfigMap': 'My_Map'/,
  ],
  [
    'a key without its Secret',
    'apiKeys.env[0].name=KEY',
    /'\/apiKeys\/env\/0': missing properties 'secretName'/,
  ],
  ['a key written into the values', 'apiKeys.env[0].value=secret', /'\/apiKeys\/env\/0'/],
  ['an unknown store', 'records.store=mysql', /'\/records\/store': value must be one of 'none', 'embedded'/],
  [
    'a URL in place of a Secret',
    'records.postgres.url=postgres://x',
    /'\/records\/postgres'.*'url' not allowed/,
  ],
  [
    'a size without a unit',
    'records.embedded.size=5',
    /'\/records\/embedded\/size': got number, want string/,
  ],
  ['a token in the values', 'admin.token=secret', /'\/admin'.*'token' not allowed/],
  ['a short checksum', 'bundle.sha256=abc', /'\/bundle\/sha256': 'abc' does not match/],
  [
    'a bundle without a scheme',
    'bundle.url=registry/heads',
    /'\/bundle\/url': 'registry\/heads' does not match/,
  ],
  [
    'a collector without a scheme',
    'otlp.endpoint=collector:4318',
    /'\/otlp\/endpoint': 'collector:4318' does not/,
  ],
  ['a collector over TLS', 'otlp.endpoint=https://collector:4318', /'\/otlp\/endpoint'/],
  ['a link without the trace', 'otlp.traceUrl=http://jaeger/trace', /'\/otlp\/traceUrl'/],
  ['an unknown log level', 'envoy.logLevel=loud', /'\/envoy\/logLevel': value must be one of/],
  ['a flag without dashes', 'dragoman.args[0]=promote', /'\/dragoman\/args\/0': 'promote' does not match/],
  [
    'resources by another name',
    'dragoman.resources.limit.memory=1Gi',
    /'\/dragoman\/resources'.*'limit' not/,
  ],
  ['a drain of hours', 'drain.maxSeconds=7200', /'\/drain\/maxSeconds': maximum: got 7,200, want 3,600/],
  ['an address without a port', 'sidecar.listen=0.0.0.0', /'\/sidecar\/listen': '0.0.0.0' does not match/],
  ['a CPU goal below zero', 'autoscaling.cpuPercent=-1', /'\/autoscaling\/cpuPercent': minimum/],
  ['a peer that selects nothing', 'networkPolicy.ingressFrom[0].pods=x', /'\/networkPolicy\/ingressFrom\/0'/],
  ['an interval without a unit', 'monitoring.podMonitor.interval=30', /'\/monitoring\/podMonitor\/interval'/],
];

/** What the chart itself says of values that are wrong together: each names what to set. */
const TOGETHER: readonly (readonly [what: string, values: string, message: RegExp])[] = [
  [
    'replicas that cannot share a file',
    'records.store=embedded,replicas=2',
    /records\.store: embedded is for one replica, and replicas is 2: set replicas to 1, or records\.store to postgres/,
  ],
  [
    'an autoscaler over one file',
    'records.store=embedded,autoscaling.enabled=true',
    /records\.store: embedded is for one replica, and autoscaling\.enabled makes more/,
  ],
  [
    'a file in pods of other charts',
    'records.store=embedded,mode=sidecar',
    /in mode sidecar the pods are yours/,
  ],
  [
    'Postgres nowhere',
    'records.store=postgres',
    /records\.store: postgres needs records\.postgres\.secretName/,
  ],
  [
    'two sources',
    'registry.source=crd,registry.existingConfigMap=mine',
    /registry\.existingConfigMap is "mine", and registry\.source crd reads custom resources/,
  ],
  [
    'files beside a ConfigMap that has its own',
    'registry.existingConfigMap=mine,registry.files.a\\.txt=x',
    /registry\.files is not used with registry\.existingConfigMap: put the files into the ConfigMap "mine"/,
  ],
  [
    'a shared cache whose entries no other replica would find',
    'sharedCache.secretName=valkey',
    /needs hashKey\.secretName/,
  ],
  ['a bundle without its checksum', 'bundle.url=https://x.test/b', /bundle\.url needs bundle\.sha256/],
  [
    'two bundles',
    `bundle.url=https://x.test/b,bundle.sha256=${'0f'.repeat(32)},bundle.volume.configMap.name=heads`,
    /bundle\.url and bundle\.volume are two places/,
  ],
  [
    'fewer pods at most than at least',
    'autoscaling.enabled=true,autoscaling.minReplicas=5,autoscaling.maxReplicas=4',
    /autoscaling\.maxReplicas is 4, below autoscaling\.minReplicas, which is 5/,
  ],
  [
    'an autoscaler that looks at nothing',
    'autoscaling.enabled=true,autoscaling.cpuPercent=0',
    /set autoscaling\.cpu/,
  ],
  [
    'an autoscaler of other pods',
    'mode=sidecar,autoscaling.enabled=true',
    /write the autoscaler in your own chart/,
  ],
  [
    'a policy for other pods',
    'mode=sidecar,networkPolicy.enabled=true',
    /write the policy in your own chart/,
  ],
];

describe('chart, refused values', () => {
  for (const [what, values, message] of WRONG) {
    it(`refuses ${what}`, () => {
      assert.match(refusalOf(values), message);
    });
  }
});

describe('chart, values that are wrong together', () => {
  for (const [what, values, message] of TOGETHER) {
    it(`refuses ${what}`, () => {
      assert.match(refusalOf(values), message);
    });
  }
});
