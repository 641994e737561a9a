import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prefersOpenMetrics, toPlainText } from '../../../src/telemetry/metrics/metric-text.js';

const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,' +
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

describe('prefersOpenMetrics', () => {
  const cases: readonly (readonly [accept: string | undefined, expected: boolean])[] = [
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['text/html,*/*;q=0.8', false],
    [PROMETHEUS_3, true],
    ['application/openmetrics-text', true],
    ['Application/OpenMetrics-Text; version=1.0.0; charset=utf-8', true],
    ['text/plain, application/openmetrics-text;q=0.5', false],
    ['application/openmetrics-text;q=0', false],
    ['application/openmetrics-text;q=x', false],
    [',;q=,,', false],
  ];
  for (const [accept, expected] of cases) {
    it(`says ${expected} to ${accept ?? 'no header'}`, () => {
      assert.equal(prefersOpenMetrics(accept), expected);
    });
  }
});

describe('toPlainText', () => {
  it('names counters in full, drops exemplars, and has no end', () => {
    const open = [
      '# HELP a Things.\n# TYPE a counter\na_total{b="c"} 3 # {trace_id="0af7"} 1 1700000000.5\n',
      '# HELP a_seconds Times.\n# TYPE a_seconds histogram\n',
      'a_seconds_bucket{le="1"} 2 # {trace_id="0af7"} 0.5 1700000000.5\na_seconds_count 2\n# EOF\n',
    ];
    assert.equal(
      toPlainText(open.join('')),
      [
        '# HELP a_total Things.\n# TYPE a_total counter\na_total{b="c"} 3\n',
        '# HELP a_seconds Times.\n# TYPE a_seconds histogram\na_seconds_bucket{le="1"} 2\na_seconds_count 2\n',
      ].join(''),
    );
  });

  it('leaves what looks like an exemplar or an end within a label', () => {
    const line = String.raw`a{b="x # {trace_id=\"0af7\"} 1 1"} 5`;
    assert.equal(toPlainText(`${line}\na{b="# EOF"} 1\n# EOF\n`), `${line}\na{b="# EOF"} 1\n`);
  });
});
