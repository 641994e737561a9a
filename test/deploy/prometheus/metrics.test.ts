import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { createMetrics } from '../../../src/telemetry/metrics/metrics.js';
import { buildDecision, buildOutcome, buildRecord } from '../../support/build-record.js';
import { problemsOfQuery } from '../../support/metrics-in-query.js';
import { findPromtool } from '../../support/promtool.js';

const HOSTILE = 'a "quoted" route \\ of\ntwo lines';

let promtool = '';

before(() => {
  promtool = findPromtool();
});

/** What a service with a few requests, some of strange names, shows. */
async function someMetrics(): Promise<string> {
  const metrics = createMetrics('1.0.0');
  metrics.serve({ routes: ['smalltalk', HOSTILE], models: ['small'], aliases: ['auto'] });
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01';
  for (const route of ['smalltalk', HOSTILE]) {
    const record = buildRecord(route, { traceparent, decision: buildDecision({ route }) });
    metrics.decided(record);
    metrics.finished({
      ...record,
      outcome: buildOutcome(route),
      ...{ costUsd: 0.001, defaultUsd: 0.002, strongestUsd: 0.003 },
    });
  }
  const { text } = await metrics.render(undefined);
  metrics.stop();
  return text;
}

describe('promtool', () => {
  it('accepts /metrics, names and all', async () => {
    const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
      input: await someMetrics(),
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
    assert.equal(stdout + stderr, '');
  });
});

describe('the questions of docs/metrics.md', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'metrics.md'), 'utf8');
  const queries = [...page.matchAll(/```promql\n(.*?)\n```/gs)].map(([, query = '']) => query);

  it('are several', () => {
    assert.ok(queries.length > 10);
  });

  for (const query of queries) {
    it(`names what there is: ${query.split('\n')[0] ?? ''}`, () => {
      assert.deepEqual(problemsOfQuery(query), []);
    });
  }
});
