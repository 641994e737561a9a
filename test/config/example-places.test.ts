import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { examplePlaces } from '../../src/config/example-places.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('examplePlaces', () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'routes.yaml'),
    `apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: inline}
spec:
  description: about the first
  examples:
    - one
    - " two "
  not: [three]
  match: [{models: [x]}]
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: labelled}
spec:
  examplesFrom: {file: rows.jsonl.gz, label: b}
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: plain}
spec:
  examplesFrom: {file: rows.txt}
`,
  );
  const rows = ['{"text": "same", "label": "a"}', '', '{"text": "same", "label": "b"}'];
  writeFileSync(join(folder, 'rows.jsonl.gz'), gzipSync(rows.join('\n')));
  writeFileSync(join(folder, 'rows.txt'), 'first\n\nthird\n');
  const { ofRoute, ofText } = examplePlaces(folder);
  const yaml = join(folder, 'routes.yaml');

  it('knows the line of a route and of its fields', () => {
    assert.equal(ofRoute('inline'), `${yaml}:3`);
    assert.equal(ofRoute('labelled'), `${yaml}:14`);
    assert.equal(ofRoute('inline', 'spec', 'match', 0), `${yaml}:10`);
    assert.equal(ofRoute('nobody'), '');
  });

  it('knows the line of examples, near misses and descriptions', () => {
    assert.equal(ofText('inline', 'one'), `${yaml}:7`);
    assert.equal(ofText('inline', 'two'), `${yaml}:8`);
    assert.equal(ofText('inline', 'three'), `${yaml}:9`);
    assert.equal(ofText('inline', 'about the first'), `${yaml}:5`);
  });

  it('knows the line of an example in a file, by its label', () => {
    assert.equal(ofText('labelled', 'same'), `${join(folder, 'rows.jsonl.gz')}:3`);
    assert.equal(ofText('plain', 'third'), `${join(folder, 'rows.txt')}:3`);
  });

  it('names the route where it knows no better', () => {
    assert.equal(ofText('plain', 'never written'), `${yaml}:20`);
  });
});
