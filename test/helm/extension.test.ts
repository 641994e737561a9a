import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import { printForeignParts } from '../../src/envoy/foreign-parts.js';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';

let chart: HelmChart;
before(() => {
  chart = openHelmChart();
});
after(() => {
  chart.close();
});

type Spec = Readonly<Record<string, unknown>>;
const ENVOY_GATEWAY = { envoyGateway: { enabled: true, gateway: { name: 'edge' } } };
const ISTIO = { istio: { enabled: true, gateways: ['istio-ingress/edge'], hosts: ['llm.example.com'] } };

function pool(model: object = {}, more: object = {}): object {
  const models = [{ name: 'main', url: 'http://vllm:8000/v1', ...model }];
  return document('ModelPool', { default: 'main', models, ...more });
}

function document(kind: string, spec: object): object {
  return { apiVersion: 'dragoman.dev/v1alpha1', kind, metadata: { name: 'one' }, spec };
}

function valuesFile(extension: object, documents: readonly object[], more: object = {}): string {
  const file = join(mkdtempSync(join(chart.home, 'values-')), 'values.yaml');
  writeFileSync(file, stringify({ mode: 'extension', extension, registry: { documents }, ...more }));
  return file;
}

function specOf(kind: string, extension: object, documents: readonly object[]): Spec {
  const objects = chart.manifests('-f', valuesFile(extension, documents));
  const [found] = (objects as readonly { kind: string; spec: Spec }[]).filter((each) => each.kind === kind);
  assert.ok(found, kind);
  return found.spec;
}

describe('chart, mode extension', () => {
  it("ships Envoy's parts as they are generated", () => {
    const shipped = readFileSync(join(chart.folder, 'files', 'extension-parts.yaml'), 'utf8');
    assert.deepEqual(parse(shipped), parse(printForeignParts()));
  });

  it('renders no object of a gateway unless asked', () => {
    const kinds = new Set(
      (chart.manifests('--set', 'mode=extension') as readonly { kind: string }[]).map(({ kind }) => kind),
    );
    for (const kind of ['HTTPRoute', 'EnvoyExtensionPolicy', 'EnvoyFilter', 'VirtualService']) {
      assert.equal(kinds.has(kind), false, kind);
    }
  });

  it('ends connections to Dragoman long before Node would', () => {
    const { extProc } = specOf('EnvoyExtensionPolicy', ENVOY_GATEWAY, [pool()]);
    assert.match(JSON.stringify(extProc), /"maxRequestsPerConnection":500/);
    for (const kind of ['DestinationRule', 'Sidecar']) {
      assert.match(JSON.stringify(specOf(kind, ISTIO, [pool()])), /"maxRequestsPerConnection":500/, kind);
    }
  });

  for (const [url, server] of [
    ['http://vllm:8000/v1', { fqdn: { hostname: 'vllm.llm.svc.cluster.local', port: 8000 } }],
    ['http://vllm.models', { fqdn: { hostname: 'vllm.models', port: 80 } }],
    ['https://api.example.com/openai/v1', { fqdn: { hostname: 'api.example.com', port: 443 } }],
    ['http://192.0.2.1:8000', { ip: { address: '192.0.2.1', port: 8000 } }],
    ['http://[2001:db8::1]:8000/v1', { ip: { address: '2001:db8::1', port: 8000 } }],
    ['http://[2001:db8::1]/v1', { ip: { address: '2001:db8::1', port: 80 } }],
  ] as const) {
    it(`finds the server of ${url}`, () => {
      assert.deepEqual(specOf('Backend', ENVOY_GATEWAY, [pool({ url })])['endpoints'], [server]);
    });
  }

  it('makes its routes of extension.pool where the registry is elsewhere', () => {
    const models = [{ name: 'there', url: 'http://there:8000/v1' }];
    const extension = { ...ENVOY_GATEWAY, pool: { default: 'there', models } };
    const registry = { source: 'crd', documents: [pool()] };
    const file = valuesFile(extension, [], { registry });
    const objects = chart.manifests('-f', file) as readonly { kind: string; metadata: { name: string } }[];
    assert.deepEqual(
      objects.filter(({ kind }) => kind === 'HTTPRoute').map(({ metadata }) => metadata.name),
      ['dragoman-model-there', 'dragoman-default'],
    );
  });

  it('takes the largest body from the registry', () => {
    const policy = document('RouterPolicy', { limits: { maxBodyBytes: 33_554_432 } });
    const { connection } = specOf('ClientTrafficPolicy', ENVOY_GATEWAY, [pool(), policy]);
    assert.deepEqual(connection, { bufferLimit: '33554432' });
  });
});

describe('chart, what a gateway of somebody else cannot carry out', () => {
  const route = (spec: object): object => document('Route', spec);
  const cases: readonly (readonly [what: string, extension: object, documents: readonly object[], RegExp])[] =
    [
      [
        'a cascade',
        ENVOY_GATEWAY,
        [pool(), route({ cascade: { tiers: ['main'] } })],
        /Route "one" has a cascade/,
      ],
      ["the pool's cascade", ISTIO, [pool({}, { cascade: { tiers: ['main'] } })], /ModelPool has a cascade/],
      ['a shadow', ISTIO, [pool(), document('RouterPolicy', { shadow: { model: 'main' } })], /has a shadow/],
      [
        'an llmRouter',
        ISTIO,
        [pool(), document('RouterPolicy', { llmRouter: { model: 'main' } })],
        /llmRouter/,
      ],
      ['a key in Istio', ISTIO, [pool({ apiKey: { env: 'KEY' } })], /model "main" has an apiKey/],
      [
        'a key without its Secret',
        ENVOY_GATEWAY,
        [pool({ apiKey: { env: 'KEY' } })],
        /add \{model: main, secretName/,
      ],
      [
        'a file of authorities',
        ENVOY_GATEWAY,
        [pool({ url: 'https://a.example', tls: { caFile: '/ca' } })],
        /Backend dragoman-main-0/,
      ],
      ['no Gateway', { envoyGateway: { enabled: true } }, [pool()], /extension\.envoyGateway\.gateway\.name/],
      ['no host', { istio: { enabled: true, gateways: ['a/b'] } }, [pool()], /extension\.istio\.hosts/],
    ];
  for (const [what, extension, documents, named] of cases) {
    it(`refuses ${what}`, () => {
      const file = valuesFile(extension, documents);
      const { status, stderr } = chart.run('template', 'dragoman', chart.folder, '-f', file);
      assert.notEqual(status, 0);
      assert.match(stderr, named);
    });
  }

  it('refuses the routes in another mode, and without the models', () => {
    for (const [more, named] of [
      [{ mode: 'gateway' }, /mode is gateway/],
      [{ registry: { existingConfigMap: 'mine', documents: [pool()] } }, /set extension\.pool/],
    ] as const) {
      const file = valuesFile(ENVOY_GATEWAY, [pool()], more);
      const { status, stderr } = chart.run('template', 'dragoman', chart.folder, '-f', file);
      assert.notEqual(status, 0);
      assert.match(stderr, named);
    }
  });
});
