import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { container, containersOf, type Manifest, ofKind, podOf, theOne } from './manifest.js';
import { VARIANTS } from './variants.js';

let chart: HelmChart;

before(() => {
  chart = openHelmChart();
});

after(() => {
  chart.close();
});

function manifests(variant: keyof typeof VARIANTS, ...values: readonly string[]): readonly Manifest[] {
  return chart.manifests(
    ...VARIANTS[variant],
    ...values.flatMap((value) => ['--set', value]),
  ) as readonly Manifest[];
}

describe('chart, modes', () => {
  const kinds = (variant: keyof typeof VARIANTS, ...values: readonly string[]): readonly string[] =>
    manifests(variant, 'registry.check=false', ...values).map(({ kind }) => kind);

  it('renders of a gateway no more than it needs', () => {
    assert.deepEqual(kinds('default'), [
      ...['ServiceAccount', 'ConfigMap', 'Role', 'RoleBinding', 'Service', 'Deployment', 'Pod'],
    ]);
    assert.deepEqual(kinds('default', 'registry.events=false'), [
      ...['ServiceAccount', 'ConfigMap', 'Service', 'Deployment', 'Pod'],
    ]);
  });

  it('renders no pod and no Service of its own in mode sidecar', () => {
    assert.deepEqual(kinds('default', 'mode=sidecar'), [
      'ServiceAccount',
      'ConfigMap',
      'Role',
      'RoleBinding',
    ]);
    const admin = theOne(manifests('sidecar'), 'Service');
    assert.deepEqual(admin.spec?.['selector'], { 'dragoman.dev/sidecar': 'dragoman' });
  });

  it('offers the extension as gRPC over HTTP/2 without TLS', () => {
    const { spec } = theOne(manifests('extension'), 'Service');
    assert.deepEqual(spec?.['ports'], [
      { name: 'grpc', port: 9001, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' },
    ]);
    const { args = [] } = container(podOf(manifests('extension')), 'dragoman');
    assert.ok(args.includes('--listen=0.0.0.0:9001'));
    assert.ok(!args.some((arg) => arg.startsWith('--xds') || arg.startsWith('--envoy')));
  });
});

describe('chart, scale', () => {
  it('has a PodDisruptionBudget only when there is more than one replica', () => {
    const budget = (...values: readonly string[]): Manifest | undefined =>
      ofKind(manifests('default', ...values), 'PodDisruptionBudget');
    assert.equal(budget('replicas=2')?.spec?.['maxUnavailable'], 1);
    assert.equal(
      budget('replicas=9', 'podDisruptionBudget.maxUnavailable=25%')?.spec?.['maxUnavailable'],
      '25%',
    );
    assert.ok(budget('autoscaling.enabled=true'));
    assert.equal(budget(), undefined);
    assert.equal(budget('replicas=2', 'podDisruptionBudget.enabled=false'), undefined);
  });

  it('leaves the number of pods to the autoscaler, which looks at CPU and at requests', () => {
    const all = manifests('fleet');
    assert.equal(theOne(all, 'Deployment', 'llm').spec?.['replicas'], undefined);
    const { spec } = theOne(all, 'HorizontalPodAutoscaler');
    assert.deepEqual(spec?.['scaleTargetRef'], { apiVersion: 'apps/v1', kind: 'Deployment', name: 'llm' });
    assert.deepEqual(spec['metrics'], [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
      {
        type: 'Pods',
        pods: {
          metric: { name: 'dragoman_requests_per_second' },
          target: { type: 'AverageValue', averageValue: '50' },
        },
      },
    ]);
    assert.equal(ofKind(manifests('default'), 'HorizontalPodAutoscaler'), undefined);
  });

  it('keeps records of one pod on a volume that outlives the release, and never has two pods on it', () => {
    const all = manifests('embedded');
    const claim = theOne(all, 'PersistentVolumeClaim');
    assert.equal(claim.metadata.annotations?.['helm.sh/resource-policy'], 'keep');
    assert.equal(claim.spec?.['storageClassName'], 'fast');
    assert.deepEqual(theOne(all, 'Deployment').spec?.['strategy'], { type: 'Recreate' });
    const dragoman = container(podOf(all), 'dragoman');
    const url = dragoman.env?.find(({ name }) => name === 'DRAGOMAN_RECORDS')?.value ?? '';
    const mount = dragoman.volumeMounts?.find(({ name }) => name === 'records');
    assert.ok(mount && url.startsWith(`sqlite:${mount.mountPath}/`));
  });

  it('pulls a bundle before anything starts, or takes it from a volume', () => {
    const pod = podOf(manifests('fleet'));
    const [first] = pod.spec.initContainers ?? [];
    assert.equal(first?.name, 'bundle');
    assert.deepEqual(first.args?.slice(0, 3), ['bundle', 'pull', 'oci://registry.test/heads:2026-11']);
    const folder = first.volumeMounts?.[0]?.mountPath ?? '';
    assert.ok(first.args.includes(`--bundles=${folder}`));
    for (const each of [pod, podOf(manifests('embedded'))]) {
      assert.ok(container(each, 'dragoman').args?.includes(`--bundles=${folder}`));
      assert.ok(container(each, 'dragoman').volumeMounts?.some((mount) => mount.mountPath === folder));
    }
  });
});

describe('chart, rights', () => {
  it('lets a gateway with a ConfigMap write events and nothing else', () => {
    assert.deepEqual(theOne(manifests('default'), 'Role').rules, [
      { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    ]);
  });

  it('lets one with custom resources read them, write their status, and hold one lease', () => {
    const { rules } = theOne(manifests('crd', 'registry.events=false'), 'Role');
    const kinds = ['modelpools', 'routes', 'routerpolicies'];
    assert.deepEqual(rules, [
      { apiGroups: ['dragoman.dev'], resources: kinds, verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['dragoman.dev'],
        resources: kinds.map((kind) => `${kind}/status`),
        verbs: ['update', 'patch'],
      },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        resourceNames: ['dragoman'],
        verbs: ['get', 'update'],
      },
    ]);
    assert.ok(container(podOf(manifests('crd')), 'dragoman').args?.includes('--lease=dragoman'));
  });

  it('mounts the token only where it is used', () => {
    const holders = (variant: keyof typeof VARIANTS): readonly string[] =>
      containersOf(podOf(manifests(variant)))
        .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === 'api'))
        .map(({ name }) => name);
    assert.deepEqual(holders('default'), ['dragoman']);
    assert.deepEqual(holders('crd'), ['render', 'dragoman']);
    assert.deepEqual(holders('embedded'), []);
  });
});

describe('chart, network and traces', () => {
  const policy = (...values: readonly string[]): Readonly<Record<string, unknown>> =>
    theOne(manifests('default', 'networkPolicy.enabled=true', ...values), 'NetworkPolicy').spec ?? {};

  it('lets in the namespace alone unless told otherwise, nobody to the admin port, and everything out', () => {
    const { ingress, egress, policyTypes } = policy();
    assert.deepEqual(ingress, [{ ports: [{ port: 'http' }], from: [{ podSelector: {} }] }]);
    assert.equal(egress, undefined);
    assert.deepEqual(policyTypes, ['Ingress']);
    const [grpc] = policy('mode=extension')['ingress'] as readonly { readonly ports: unknown }[];
    assert.deepEqual(grpc?.ports, [{ port: 'grpc' }]);
  });

  it('lets in whom the values name, and the pod of helm test', () => {
    const { spec } = theOne(manifests('fleet'), 'NetworkPolicy');
    const test = {
      matchLabels: { 'app.kubernetes.io/name': 'llm-test', 'app.kubernetes.io/instance': 'dragoman' },
    };
    assert.deepEqual(spec?.['ingress'], [
      {
        ports: [{ port: 'http' }],
        from: [{ namespaceSelector: { matchLabels: { team: 'apps' } } }, { podSelector: test }],
      },
      {
        ports: [{ port: 'admin' }],
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      },
    ]);
    assert.equal(theOne(manifests('fleet'), 'Pod').metadata.labels['app.kubernetes.io/name'], 'llm-test');
  });

  it('lets out names, spans and what the values name', () => {
    const { spec } = theOne(manifests('fleet'), 'NetworkPolicy');
    const jaeger = { 'app.kubernetes.io/name': 'llm-jaeger', 'app.kubernetes.io/instance': 'dragoman' };
    assert.deepEqual(spec?.['egress'], [
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
          { port: 5353, protocol: 'UDP' },
          { port: 5353, protocol: 'TCP' },
        ],
      },
      { ports: [{ port: 4318 }], to: [{ podSelector: { matchLabels: jaeger } }] },
      { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 8000 }, { port: 5432 }] },
    ]);
  });

  it('sends spans to its own Jaeger and links to it, unless told where else', () => {
    const dragoman = (...values: readonly string[]): ReturnType<typeof container> =>
      container(podOf(manifests('default', 'jaeger.enabled=true', ...values)), 'dragoman');
    assert.ok(dragoman().args?.includes('--otlp=http://dragoman-jaeger:4318'));
    assert.ok(dragoman().args?.includes('--trace-url=http://127.0.0.1:16686/trace/{traceId}'));
    const all = manifests('default', 'jaeger.enabled=true');
    assert.ok(ofKind(all, 'Service', 'dragoman-jaeger') && ofKind(all, 'Deployment', 'dragoman-jaeger'));
    const elsewhere = dragoman(
      'otlp.endpoint=http://10.0.0.1:4318',
      'otlp.traceUrl=https://traces.test/{traceId}',
    );
    assert.ok(elsewhere.args?.includes('--otlp=http://10.0.0.1:4318'));
    assert.ok(elsewhere.args?.includes('--trace-url=https://traces.test/{traceId}'));
  });
});
