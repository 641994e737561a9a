import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments, stringify } from 'yaml';
import { packageRoot } from '../../../src/package-root.js';
import { type CrdSchemas, type ObjectOf, openCrdSchemas } from '../../support/crd-schemas.js';
import { type HelmChart, openHelmChart } from '../../support/helm-chart.js';

const VALUES = join(packageRoot, 'test', 'helm', 'values');

/** Flags, and the kinds of other projects that they make, with how many there are of each. */
const CASES: Readonly<Record<string, { readonly args: readonly string[]; readonly kinds: object }>> = {
  'Envoy Gateway': {
    args: ['-f', join(VALUES, 'envoy-gateway.yaml')],
    kinds: { Backend: 6, ClientTrafficPolicy: 1, EnvoyExtensionPolicy: 1, HTTPRoute: 6, HTTPRouteFilter: 3 },
  },
  Istio: {
    args: ['-f', join(VALUES, 'istio.yaml')],
    kinds: { DestinationRule: 2, EnvoyFilter: 1, ServiceEntry: 2, Sidecar: 1, VirtualService: 1 },
  },
  'the Prometheus operator': {
    args: ['--set', 'monitoring.rules.enabled=true,monitoring.podMonitor.enabled=true'],
    kinds: { PodMonitor: 1, PrometheusRule: 1 },
  },
};

/** Values of the chart, as the documentation shows them. */
interface Values {
  readonly mode: string;
}

describe('chart, objects of other projects', () => {
  let chart: HelmChart;
  let schemas: CrdSchemas;
  before(() => {
    chart = openHelmChart();
    schemas = openCrdSchemas();
  });
  after(() => {
    chart.close();
  });

  for (const [project, { args, kinds }] of Object.entries(CASES)) {
    it(`meets the definitions of ${project}`, () => {
      const seen: Record<string, number> = {};
      for (const object of chart.manifests(...args) as readonly ObjectOf[]) {
        const problems = schemas.problems(object);
        if (problems === undefined) continue;
        assert.deepEqual(problems, [], `${object.kind} ${object.metadata.name}`);
        seen[object.kind] = (seen[object.kind] ?? 0) + 1;
      }
      assert.deepEqual(seen, kinds);
    });
  }

  it('meets them in what the documentation shows', () => {
    const pages = ['envoy-gateway.md', 'istio.md'].map((name) =>
      readFileSync(join(packageRoot, 'docs', 'how-to', name), 'utf8'),
    );
    const files = pages.flatMap((text) => [...text.matchAll(/<<'EOF'\n(.*?)^EOF$/gms)]);
    const objects = files
      .map(([, content = '']) => content)
      .flatMap((block) => parseAllDocuments(block))
      .map((document) => document.toJS() as ObjectOf | Values);
    for (const object of objects) {
      if ('kind' in object) assert.deepEqual(schemas.problems(object), [], object.kind);
      else chart.render(...valuesFlags(object));
    }
    assert.deepEqual(
      objects.map((object) => ('kind' in object ? object.kind : object.mode)),
      ['extension', 'EnvoyProxy', 'ReferenceGrant', 'extension'],
    );
  });

  function valuesFlags(values: Values): readonly string[] {
    const file = join(chart.home, 'documented.yaml');
    writeFileSync(file, stringify(values));
    return ['-f', file];
  }

  it('would see a misspelt field', () => {
    const [policy] = (chart.manifests(...(CASES['Envoy Gateway']?.args ?? [])) as readonly ObjectOf[]).filter(
      ({ kind }) => kind === 'EnvoyExtensionPolicy',
    );
    assert.ok(policy);
    const misspelt = { ...policy, spec: { extProc: [{ failsOpen: true }] } };
    assert.deepEqual(schemas.problems(misspelt), [
      '/spec/extProc/0 must NOT have additional properties {"additionalProperty":"failsOpen"}',
    ]);
  });
});
