import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { HELM_TESTS, VARIANTS } from './variants.js';

let chart: HelmChart;

before(() => {
  chart = openHelmChart();
});

after(() => {
  chart.close();
});

for (const [variant, args] of Object.entries(VARIANTS)) {
  describe(`chart, ${variant} values`, () => {
    it('passes helm lint --strict', () => {
      const { status, stdout, stderr } = chart.run('lint', '--strict', chart.folder, ...args);
      assert.equal(status, 0, stdout + stderr);
    });

    it('renders the golden manifests (UPDATE_GOLDEN=1 npm test -- helm writes them anew)', () => {
      const file = join(HELM_TESTS, 'golden', `${variant}.yaml`);
      const rendered = chart.render(...args);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, rendered);
      assert.equal(rendered, readFileSync(file, 'utf8'));
    });

    it('has no name that Kubernetes would refuse, however long the release is called', () => {
      const long = chart.manifests(...args, '--set', `fullnameOverride=${'x'.repeat(80)}`);
      for (const { metadata } of long as readonly { readonly metadata: { readonly name: string } }[]) {
        assert.match(metadata.name, /^[a-z0-9][-a-z0-9.]{0,62}$/);
      }
    });
  });
}
