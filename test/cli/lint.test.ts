import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { LintReport } from '../../src/lab/lint/lint-registry.js';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const EXAMPLE = join(packageRoot, 'examples', 'ci', 'registry.yaml');

/** A route that takes an example from contracts, and one behind a rule that always holds before its own. */
const DOUBTFUL = `---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: returns }
spec:
  examples:
    - print a return label for the shoes
    - Print a return label for the shoes!
    - where do I drop off a parcel to send it back
    - draft a data processing addendum for a supplier please
  target: small
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: vip }
spec:
  match: [{ tenants: [gold, silver] }]
  target: large
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: vip-too }
spec:
  match: [{ tenants: [gold], path: /v1/chat }]
  target: small
`;

describe('dragoman lint', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'registry.yaml');
  const base = readFileSync(EXAMPLE, 'utf8');
  writeFileSync(file, base + DOUBTFUL);
  const lineOf = (text: string): number =>
    (base + DOUBTFUL).split('\n').findIndex((line) => line.includes(text)) + 1;

  const ran = dragoman(['lint', folder, '--json', '--strict']);
  const report = JSON.parse(ran.stdout) as LintReport;
  const findingsOf = (check: string): LintReport['findings'] =>
    report.findings.filter((finding) => finding.check === check);

  it('ends with 3 on warnings when strict, and with 0 otherwise', () => {
    assert.equal(ran.status, 3, ran.stderr);
    assert.equal(dragoman(['lint', folder, '--encoder', 'none']).status, 0);
    assert.equal(dragoman(['lint', 'examples/ci', '--strict']).status, 0);
  });

  it('finds an example that belongs to another route, with its line', () => {
    const place = `${file}:${lineOf('addendum for a supplier please')}`;
    const [conflict] = findingsOf('conflict');
    assert.deepEqual([conflict?.place, conflict?.route, conflict?.other], [place, 'returns', 'contracts']);
    assert.match(
      conflict?.message ?? '',
      new RegExp(`of contracts at .*:${lineOf('addendum for a supplier')}$`),
    );
    const [mislabelled] = findingsOf('mislabelled').filter((finding) => finding.place === place);
    assert.equal(mislabelled?.other, 'contracts');
  });

  it('finds waste, too few examples, and rules that never decide', () => {
    assert.equal(findingsOf('duplicate')[0]?.place, `${file}:${lineOf('Print a return label')}`);
    assert.equal(findingsOf('few_examples')[0]?.place, `${file}:${lineOf('name: returns')}`);
    assert.equal(findingsOf('unreachable')[0]?.place, `${file}:${lineOf('tenants: [gold], path')}`);
    assert.deepEqual(
      findingsOf('rule_only').map(({ route, level }) => [route, level]),
      [
        ['vip', 'note'],
        ['vip-too', 'note'],
      ],
    );
  });

  it('prints each check with its findings', () => {
    const { stdout } = dragoman(['lint', folder]);
    assert.match(stdout, /^registry [0-9a-f]{12}: 7 routes, 40 examples; held out, \d+\.\d % of 40/);
    assert.match(stdout, /\nconflict \(1\): Two routes have nearly the same example\.\n/);
    assert.match(stdout, /\n\d+ warnings, \d+ notes\n$/);
  });

  it('refuses a registry that is not valid, and wrong usage', () => {
    assert.equal(dragoman(['lint', 'test/fixtures/config/bad/misspelt-key']).status, 1);
    assert.equal(dragoman(['lint']).status, 2);
    assert.equal(dragoman(['lint', '--help']).status, 0);
  });
});
