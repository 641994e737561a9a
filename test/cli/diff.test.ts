import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { RegistryDiff } from '../../src/lab/evaluate/registry-diff.js';
import { packageRoot } from '../../src/package-root.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const OLD = 'examples/ci';
const DATA = 'examples/ci/checks/prompts.jsonl';
const EXAMPLE = join(packageRoot, OLD, 'registry.yaml');

/** A route that takes prompts from refunds. */
const GREEDY = `---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: returns }
spec:
  examples:
    - when do I get my money back for the shoes I returned
    - the refund that you sent is too small
    - I cancelled and want to be reimbursed
    - do I still get a refund if the box was opened
    - I am still waiting for the refund of my order
    - the vase arrived broken and I want a full refund
  target: large
`;

describe('dragoman diff', () => {
  const folder = temporaryFolder();
  const out = (name: string): string => join(folder, name);
  writeFileSync(out('registry.yaml'), readFileSync(EXAMPLE, 'utf8') + GREEDY);
  const next = out('registry.yaml');
  const limits = join(OLD, 'checks', 'limits.yaml');
  const files = ['--out', out('d.json'), '--markdown', out('d.md')];
  const ran = dragoman(['diff', OLD, next, '--data', DATA, '--limits', limits, ...files]);
  const diff = JSON.parse(readFileSync(out('d.json'), 'utf8')) as RegistryDiff;

  it('says which prompts take another route, and which route takes them', () => {
    assert.deepEqual([diff.rows, diff.routesAdded], [34, ['returns']]);
    assert.deepEqual(diff.flows.map(({ from, to }) => [from, to]).slice(0, 1), [['refunds', 'returns']]);
    const [taken] = diff.labelled?.taken ?? [];
    assert.deepEqual([taken?.truth, taken?.by], ['refunds', 'returns']);
    assert.ok((taken?.count ?? 0) >= 3);
    assert.equal(diff.labelled?.routes[0]?.route, 'refunds');
    assert.ok(diff.cost.increase > 0);
  });

  it('ends with 3 when it changes more than the limits allow', () => {
    assert.equal(ran.status, 3, ran.stderr);
    assert.match(ran.stdout, /\nMISSED: loss of a route's recall is 0\.\d+, must be at most 0\.15\n/);
    assert.match(ran.stdout, /\nconfusion matrix, after less before\ntruth/);
    assert.match(ran.stderr, /^judging, before: 34 in .*\njudging, after: 34 in .*\n$/);
  });

  it('writes a comment that is short at its top', () => {
    const comment = readFileSync(out('d.md'), 'utf8');
    assert.match(comment, /^### ❌ Registry [0-9a-f]{12} → [0-9a-f]{12}\n/);
    assert.ok(comment.indexOf('<details>') < 1_200);
    assert.equal(comment.match(/<details>/g)?.length, comment.match(/<\/details>/g)?.length);
    assert.match(comment, /\n\| refunds \| returns \| \d/);
  });

  it('finds nothing between a registry and itself, labelled or not', () => {
    const data = out('plain.jsonl');
    writeFileSync(data, '{"text": "where is my parcel now"}\n{"text": "a secret about snails"}\n');
    const argv = ['diff', OLD, OLD, '--data', data, '--limits', limits, '--no-text'];
    const { status, stdout } = dragoman(argv);
    // Without labels no accuracy can be lost, and none is known to be kept.
    assert.equal(status, 3);
    assert.match(stdout, /\n0 of 2 prompts change route \(0\.0 %\)/);
    assert.match(stdout, /MISSED: loss of accuracy cannot be measured on this data/);
    const labelled = dragoman(['diff', OLD, OLD, '--data', DATA, '--limits', limits]);
    assert.equal(labelled.status, 0, labelled.stdout);
  });

  it('refuses labels that name no route of either registry, and wrong usage', () => {
    const data = out('typo.jsonl');
    writeFileSync(data, '{"text": "x", "label": "retuns"}\n{"text": "y", "label": "returns"}\n');
    const { status, stderr } = dragoman(['diff', OLD, next, '--data', data, '--encoder', 'none']);
    assert.equal(status, 1);
    assert.match(stderr, /typo\.jsonl:1: label "retuns" names no route; did you mean "returns"\?/);
    assert.equal(dragoman(['diff', OLD, '--data', DATA]).status, 2);
    assert.equal(dragoman(['diff', OLD, next]).status, 2);
    assert.equal(dragoman(['diff', '--help']).status, 0);
  });
});
