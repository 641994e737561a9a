import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { ExperimentReport } from '../../src/lab/report/experiment-report.js';
import type { SampleRatio } from '../../src/lab/report/sample-ratio.js';
import type { SavingsReport } from '../../src/lab/report/savings-report.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type Printed = SavingsReport & {
  readonly experiment: ExperimentReport;
  readonly sampleRatios: readonly SampleRatio[];
};

const REGISTRY = `apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: {name: pool}
spec:
  default: large
  models:
    - {name: small, url: http://small.example/v1, model: s, price: {input: 1, output: 1}}
    - {name: large, url: http://large.example/v1, model: l, price: {input: 2, output: 2}}
---
apiVersion: dragoman.dev/v1alpha1
kind: RouterPolicy
metadata: {name: policy}
spec:
  controlGroup: {share: 0.2}
`;

describe('dragoman report', () => {
  const folder = temporaryFolder();
  const url = `sqlite:${join(folder, 'records.db')}`;
  const registry = join(folder, 'registry.yaml');
  writeFileSync(registry, REGISTRY);

  before(async () => {
    const { stdout } = dragoman(['check', registry, '--json']);
    const { version } = JSON.parse(stdout) as { readonly version: string };
    const store = await openRecordStore(url);
    const at = Date.now() - 60_000;
    await store.append(
      Array.from({ length: 500 }, (_, index) => {
        const isControl = index % 5 === 0;
        return buildStoredRecord(`r${index}`, {
          ...{ conversation: `c${index}`, at: at + index, registry: version, tenant: `t${index % 2}` },
          ...{ costUsd: isControl ? 0.01 : 0.001 + (index % 7) * 0.0001, propensity: isControl ? 0.2 : 0.8 },
          ...(isControl && { arm: 'control', reason: 'control', model: 'large' }),
        });
      }),
    );
    await store.append([buildStoredRecord('old', { at: at - 90 * 86_400_000 })]);
    await store.close();
  });

  it('prints one JSON object where the output is no terminal', () => {
    const ran = dragoman(['report', '--records', url, registry, '--by', 'tenant']);
    assert.equal(ran.status, 0, ran.stderr);
    const printed = JSON.parse(ran.stdout) as Printed;
    assert.deepEqual([printed.records, printed.routed.records, printed.controlled], [500, 400, 100]);
    assert.deepEqual(
      printed.groups?.map(({ name, records }) => [name, records]),
      [
        ['t0', 250],
        ['t1', 250],
      ],
    );
    const { share } = printed.routed.againstStrongest;
    assert.ok(share !== undefined && share.low > 0.85 && share.high < 0.9);
    assert.deepEqual(
      printed.sampleRatios.map(({ of, isAlarming }) => [of, isAlarming]),
      [['trial', false]],
    );
    assert.deepEqual(
      printed.experiment.comparisons.map(({ arm, verdict }) => [arm, verdict]),
      [['routed', 'go on']],
    );
  });

  it('writes Markdown for a comment', () => {
    const file = join(folder, 'report.md');
    const { status } = dragoman(['report', '--records', url, '--markdown', file, '--since', '2h']);
    assert.equal(status, 0);
    const written = readFileSync(file, 'utf8');
    assert.match(written, /^### 500 records from /);
    assert.doesNotMatch(written, /no cost/, 'every record has one');
    assert.match(written, /\| against \| saved, \$ per 1,000 \| 95 % \|/);
    assert.match(written, /\| always strongest \| 8\.7/);
    assert.match(written, /### Arms of the trial, 95 % intervals/);
    assert.match(written, /### routed against control: go on/);
    assert.match(written, /- out of scope, a part of it, 0\.0 %/);
    assert.match(written, /- fallback rate 0\.0 %/);
  });

  it('reports on what the filter leaves', () => {
    const { stdout } = dragoman(['report', '--records', url, '--tenant', 't1', '--since', '365d']);
    assert.equal((JSON.parse(stdout) as Printed).records, 250);
    const none = dragoman(['report', '--records', url, '--route', 'nobody']);
    assert.equal((JSON.parse(none.stdout) as Printed).records, 0);
  });

  it('refuses what it cannot understand', () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /needs --records URL/],
      [['--records', url, '--by', 'colour'], /--by is "colour", must be one of day, route/],
      [['--records', url, '--since', 'lately'], /--since is "lately"/],
      [['--records', url, '--since', '7'], /--since is "7", must be like .* did you mean "7d"\?/],
      [['--records', url, '--since', '2999-01-01'], /--since is "2999-01-01", which is not before now/],
      [
        ['--records', url, '--until', '90d'],
        /--since is "30d", which is not before --until "90d"; give an earlier --since/,
      ],
      [['--records', url, '--tolerance', '2'], /--tolerance is "2", must be a number from 0 to 1/],
      [['--records', url, 'a', 'b'], /takes one folder or file, got 2/],
      [['--records', 'mysql://x'], /mysql/],
    ];
    for (const [flags, message] of wrong) {
      const { status, stderr } = dragoman(['report', ...flags]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    }
    assert.equal(dragoman(['report', '--records', url, join(folder, 'absent.yaml')]).status, 1);
  });
});
