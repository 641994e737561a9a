import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TierAttempt } from '../../../src/outcome/attempt.js';
import { createMetrics, type Metrics } from '../../../src/telemetry/metrics/metrics.js';
import { buildDecision, buildOutcome, buildRecord } from '../../support/build-record.js';
import { readMetrics, type Scrape } from '../../support/read-metrics.js';

const OPEN_METRICS = 'application/openmetrics-text';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const NAMES = { routes: ['smalltalk', 'code'], models: ['small', 'large'], aliases: ['auto'] };
const MONEY = { costUsd: 0.25, defaultUsd: 0.5, strongestUsd: 1 };

function start(t: TestContext): Metrics {
  const metrics = createMetrics('1.2.3');
  t.after(metrics.stop);
  metrics.serve(NAMES);
  return metrics;
}

async function read(metrics: Metrics, accept?: string): Promise<Scrape> {
  const { contentType, text } = await metrics.render(accept);
  return readMetrics(contentType, text);
}

function attempt(changes: Partial<TierAttempt> = {}): TierAttempt {
  return {
    ...{ model: 'small', number: 1, status: 200, escalated: false },
    ...{ inputTokens: 10, outputTokens: 20, answeredAt: 0, judgedAt: 0 },
    ...changes,
  };
}

const REFUSED_ANSWER = attempt({
  escalated: true,
  verdict: {
    ...{ pass: false, score: 0.12, reasons: ['refusal', 'low_score'], stage: 'heuristic' },
    ...{ microseconds: 700, tokens: 0 },
  },
});

describe('what metrics count of decisions', () => {
  it('is the route, the model, the layer and the reason, and the time by layer', async (t) => {
    const metrics = start(t);
    metrics.decided(buildRecord('a', { decideMicroseconds: 120 }));
    const seen = await read(metrics);
    const labels = { route: 'smalltalk', model: 'small', layer: 'rules', reason: 'rule' };
    assert.equal(seen.sum('dragoman_decisions_total', labels), 1);
    const bucket = 'dragoman_decision_duration_seconds_bucket';
    assert.equal(seen.sum(bucket, { layer: 'rules', le: '0.0001' }), 0);
    assert.equal(seen.sum(bucket, { layer: 'rules', le: '0.00025' }), 1);
  });

  it('is what each layer took, and what the model that is asked about routes took when it answered', async (t) => {
    const metrics = start(t);
    const scores = { routes: [{ route: 'code', probability: 0.7 }], outOfScope: 0.1 };
    const fast = { name: 'fast', microseconds: 300, scores, exits: false } as const;
    const llm = { name: 'llm', microseconds: 200_000 } as const;
    metrics.decided(
      buildRecord('a', { signals: [fast, { ...llm, result: { ok: true, scores, cached: false } }] }),
    );
    metrics.decided(buildRecord('b', { signals: [{ ...llm, result: { ok: true, scores, cached: true } }] }));
    metrics.decided(buildRecord('c', { signals: [{ ...llm, result: { ok: false, failure: 'late' } }] }));
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_layer_duration_seconds_count', { signal: 'fast' }), 1);
    assert.equal(seen.sum('dragoman_layer_duration_seconds_count', { signal: 'llm' }), 3);
    assert.equal(seen.sum('dragoman_llm_router_duration_seconds_count'), 1);
    assert.equal(seen.sum('dragoman_llm_router_duration_seconds_sum'), 0.2);
  });

  it('is confidence and margin by the most probable route, where routes were compared', async (t) => {
    const metrics = start(t);
    const scores = { routes: [{ route: 'code', probability: 0.62 }], outOfScope: 0 };
    const doubt = { route: undefined, reason: 'low_margin', layer: 'default' } as const;
    const decision = buildDecision({ ...doubt, scores, confidence: 0.62, margin: 0.31 });
    metrics.decided(buildRecord('a', { decision }));
    metrics.decided(buildRecord('b', { decision: buildDecision({ confidence: 1, margin: 1 }) }));
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_decision_confidence_count'), 1);
    assert.equal(seen.sum('dragoman_decision_margin_sum', { route: 'code' }), 0.31);
    assert.equal(seen.sum('dragoman_decisions_total', { route: 'none' }), 1);
    assert.equal(seen.sum('dragoman_fallbacks_total', { cause: 'low_margin' }), 1);
  });
});

describe('what metrics count of answers', () => {
  it('is who answered, for what, and how long it took', async (t) => {
    const metrics = start(t);
    metrics.finished(buildRecord('a', { outcome: buildOutcome('a'), stream: true, ...MONEY }));
    const failed = buildOutcome('b', { status: 503, cluster: 'model/large' });
    metrics.finished(buildRecord('b', { outcome: failed, stream: true }));
    metrics.finished(buildRecord('c', { outcome: buildOutcome('c', { status: 0 }) }));
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_requests_total', { model: 'small', status: '2xx' }), 1);
    assert.equal(seen.sum('dragoman_requests_total', { model: 'large', status: '5xx' }), 1);
    assert.equal(seen.sum('dragoman_requests_total', { status: 'none' }), 1);
    assert.equal(seen.sum('dragoman_fallbacks_total', { cause: 'upstream' }), 1);
    const durations = seen.samples.filter(
      ({ name }) => name === 'gen_ai_client_operation_duration_seconds_count',
    );
    assert.deepEqual(
      durations.map(({ labels }) => labels['error_type']),
      [undefined, '503', 'client_gone'],
    );
    assert.equal(seen.sum('gen_ai_client_operation_time_to_first_chunk_seconds_sum'), 0.08);
    assert.equal(seen.sum('gen_ai_client_token_usage_sum', { gen_ai_token_type: 'output' }), 1500);
  });

  it('is what they cost, and what they would have cost elsewhere', async (t) => {
    const metrics = start(t);
    metrics.finished(buildRecord('a', { outcome: buildOutcome('a'), ...MONEY }));
    metrics.finished(buildRecord('b', { outcome: buildOutcome('b'), ...MONEY, costUsd: 1.25 }));
    metrics.finished(buildRecord('c', { outcome: buildOutcome('c') }));
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_cost_usd_total', { route: 'smalltalk', model: 'small' }), 1.5);
    assert.equal(seen.sum('dragoman_baseline_usd_total', { baseline: 'strongest' }), 2);
    assert.equal(seen.sum('dragoman_saved_usd', { baseline: 'default' }), -0.5);
    assert.equal(seen.sum('dragoman_saved_usd', { baseline: 'strongest' }), 0.5);
    assert.equal(seen.sum('dragoman_trial_cost_usd_total', { arm: 'routed' }), 1.5);
    assert.equal(seen.sum('dragoman_uncounted_requests_total', { model: 'small' }), 1);
  });

  it('is what was rejected on the way', async (t) => {
    const metrics = start(t);
    metrics.judged('code', REFUSED_ANSWER);
    metrics.judged('code', attempt({ status: 500 }));
    const record = buildRecord('a', {
      decision: buildDecision({ route: 'code' }),
      outcome: buildOutcome('a', { cluster: 'tier/large' }),
      attempts: [REFUSED_ANSWER],
      wastedUsd: 0.125,
      ...MONEY,
    });
    metrics.finished(record);
    const seen = await read(metrics);
    const tier = { route: 'code', model: 'small' };
    assert.equal(seen.sum('dragoman_gate_verdicts_total', { ...tier, verdict: 'fail' }), 1);
    assert.equal(seen.sum('dragoman_gate_verdicts_total', { ...tier, verdict: 'unjudged' }), 1);
    assert.equal(seen.sum('dragoman_escalations_total', tier), 1);
    assert.equal(seen.sum('dragoman_gate_reasons_total', { held_against: 'low_score' }), 1);
    assert.equal(seen.sum('dragoman_gate_duration_seconds_sum', { stage: 'heuristic' }), 0.0007);
    assert.equal(seen.sum('dragoman_gate_score_bucket', { model: 'small', le: '0.2' }), 1);
    assert.equal(seen.sum('dragoman_wasted_tokens_total', tier), 30);
    assert.equal(seen.sum('dragoman_wasted_usd_total', { route: 'code' }), 0.125);
  });

  it('is no money that was wasted for an answer whose cost is not known', async (t) => {
    const metrics = start(t);
    const lost = { attempts: [REFUSED_ANSWER], wastedUsd: 0.125 };
    metrics.finished(buildRecord('a', { outcome: buildOutcome('a', { status: 500 }), ...lost }));
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_wasted_tokens_total'), 30);
    assert.equal(seen.sum('dragoman_wasted_usd_total'), 0);
    assert.equal(seen.sum('dragoman_cost_usd_total'), 0);
  });

  it('is nothing that a counter cannot take', async (t) => {
    const metrics = start(t);
    for (const cost of [-1, NaN, Infinity]) {
      metrics.finished(
        buildRecord('a', {
          outcome: buildOutcome('a'),
          attempts: [{ ...REFUSED_ANSWER, inputTokens: cost }],
          ...{ costUsd: cost, wastedUsd: cost, defaultUsd: cost, strongestUsd: cost },
        }),
      );
    }
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_requests_total'), 3);
    assert.equal(seen.sum('dragoman_cost_usd_total'), 0);
  });

  it('is those whose end nobody reported, and those that nobody decided', async (t) => {
    const metrics = start(t);
    metrics.finished(buildRecord('a'));
    metrics.undecided(buildOutcome('b'));
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_unreported_requests_total'), 1);
    assert.equal(seen.sum('dragoman_undecided_requests_total', { status: '2xx' }), 1);
    assert.equal(seen.sum('dragoman_requests_total'), 0);
  });
});

describe('what metrics count besides', () => {
  it('is opinions, by the arm of the decision that they are about', async (t) => {
    const metrics = start(t);
    metrics.decided(buildRecord('a', { decision: buildDecision({ arm: 'control' }) }));
    metrics.decided(buildRecord('b'));
    metrics.opined({ decision: 'a', source: 'reask', score: 0 });
    metrics.opined({ decision: 'b', source: 'user', score: 1 });
    metrics.opined({ decision: 'nobody knows', source: 'user', score: null });
    const seen = await read(metrics);
    const opinions = (labels: Readonly<Record<string, string>>): number =>
      seen.sum('dragoman_opinions_total', labels);
    assert.equal(opinions({ arm: 'control', source: 'reask', opinion: 'discontent' }), 1);
    assert.equal(opinions({ arm: 'routed', source: 'user', opinion: 'content' }), 1);
    assert.equal(opinions({ arm: 'routed', opinion: 'neutral' }), 1);
  });

  it('is refusals, failures and the encoder', async (t) => {
    const metrics = start(t);
    metrics.refused('request', 'body_too_large');
    metrics.processingFailed();
    metrics.registryRefused();
    metrics.embedded({ ok: true, vector: new Float32Array(1), microseconds: 900 }, 0.003);
    metrics.embedded({ ok: false, failure: 'late' }, 0.03);
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_errors_total', { refused: 'request', code: 'body_too_large' }), 1);
    assert.equal(seen.sum('dragoman_processing_failures_total'), 1);
    assert.ok(seen.sum('dragoman_registry_last_refusal_timestamp_seconds') > 1e9);
    assert.equal(seen.sum('dragoman_encoder_texts_total', { embedding: 'late' }), 1);
    assert.equal(seen.sum('dragoman_encoder_duration_seconds_sum'), 0.003);
  });

  it('is what others count, anew at each scrape', async (t) => {
    const metrics = start(t);
    let hits = 3;
    let bundle: string | undefined = 'b1';
    metrics.readFrom((collect) => {
      collect('cacheLookups', hits, { lookup: 'hit' });
      if (bundle !== undefined) collect('bundleInfo', 1, { role: 'active', version: bundle });
    });
    assert.equal((await read(metrics)).sum('dragoman_decision_cache_lookups_total'), 3);
    hits = 5;
    bundle = undefined;
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_decision_cache_lookups_total'), 5);
    assert.equal(seen.sum('dragoman_bundle_info'), 0);
  });

  it('leaves out names that are not in service', async (t) => {
    const metrics = start(t);
    metrics.readFrom((collect) => {
      for (const model of ['small', 'gone']) collect('modelUp', 1, { model });
    });
    assert.equal((await read(metrics)).sum('dragoman_model_up'), 1);
  });

  it('is the process', async (t) => {
    const seen = await read(start(t));
    assert.deepEqual(
      seen.samples.filter(({ name }) => name === 'dragoman_build_info').map(({ labels }) => labels),
      [{ version: '1.2.3', node_version: process.versions.node }],
    );
    for (const name of ['process_resident_memory_bytes', 'nodejs_heap_size_used_bytes']) {
      assert.ok(seen.sum(name) > 1e6, name);
    }
    assert.ok(seen.sum('dragoman_event_loop_delay_seconds', { statistic: 'max' }) >= 0);
  });

  it('is also the delay right after a scrape, which a large one makes itself', async (t) => {
    const metrics = start(t);
    await sleep(50);
    await read(metrics);
    const blockedUntil = performance.now() + 200;
    while (performance.now() < blockedUntil);
    await sleep(50);
    const seen = await read(metrics);
    assert.ok(seen.sum('dragoman_event_loop_delay_seconds', { statistic: 'max' }) > 0.1);
  });

  it('lets the process do other things between two metrics', async (t) => {
    const metrics = start(t);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await read(metrics);
    clearInterval(timer);
    assert.ok(turns > 0);
  });
});

describe('the series of metrics', () => {
  const hostile = ['x"} 1\ndragoman_decisions_total 9', '\\', '# EOF', 'ü', '__proto__', ''];

  function send(metrics: Metrics, name: string): void {
    const decision = buildDecision({ route: name, model: name });
    const outcome = buildOutcome('a', { cluster: `model/${name}`, upstreamModel: name });
    metrics.decided(buildRecord('a', { decision, modelAsked: name, tenant: name }));
    metrics.finished(buildRecord('a', { decision, modelAsked: name, outcome, ...MONEY }));
    metrics.judged(name, { ...REFUSED_ANSWER, model: name });
  }

  it('name only what the registry in service names', async (t) => {
    const metrics = start(t);
    for (const name of [...hostile, ...Array.from({ length: 2000 }, (_, at) => `name-${at}`)]) {
      send(metrics, name);
    }
    const seen = await read(metrics);
    for (const label of ['route', 'model', 'gen_ai_request_model', 'gen_ai_response_model']) {
      assert.deepEqual(seen.valuesOf(label), ['other'], label);
    }
    assert.equal(seen.sum('dragoman_decisions_total', { route: 'other' }), 2000 + hostile.length);
  });

  it('stay readable where the registry names something strange', async (t) => {
    const metrics = start(t);
    metrics.serve({ routes: hostile, models: hostile, aliases: hostile });
    for (const name of hostile) send(metrics, name);
    const seen = await read(metrics, OPEN_METRICS);
    assert.equal(seen.sum('dragoman_decisions_total'), hostile.length);
    assert.match(seen.text, /# EOF\n$/);
  });

  it('of names that are gone are gone, however often the registry changes', async (t) => {
    const metrics = start(t);
    const sizes: number[] = [];
    for (let version = 0; version < 20; version += 1) {
      const names = Array.from({ length: 10 }, (_, at) => `v${version}-${at}`);
      metrics.serve({ routes: names, models: names, aliases: ['auto'] });
      for (const name of names) send(metrics, name);
      if (version > 0) send(metrics, `v${version - 1}-0`);
      sizes.push((await read(metrics)).samples.length);
    }
    assert.equal(new Set(sizes.slice(1)).size, 1, 'as many after each change');
    const seen = await read(metrics);
    assert.ok(seen.valuesOf('route').every((name) => name === 'other' || name.startsWith('v19-')));
    assert.equal(seen.sum('dragoman_requests_total', { route: 'v19-3' }), 1);
  });

  it('that do not name what is gone never fall', async (t) => {
    const metrics = start(t);
    const bill = (route: string, model: string, modelAsked: string): void => {
      const outcome = buildOutcome('a', { cluster: `model/${model}` });
      const decision = buildDecision({ route, model });
      metrics.finished(buildRecord('a', { decision, modelAsked, outcome, ...MONEY }));
      metrics.finished(buildRecord('a', { decision, modelAsked, outcome }));
    };
    bill('code', 'small', 'auto');
    bill('smalltalk', 'large', 'auto');
    bill('smalltalk', 'small', 'old');
    const without = [
      { ...NAMES, routes: ['smalltalk'] },
      { ...NAMES, routes: ['smalltalk'], models: ['small'], aliases: [] },
      { ...NAMES, routes: ['smalltalk'], models: ['small'] },
    ];
    for (const names of without) {
      metrics.serve(names);
      const seen = await read(metrics);
      assert.equal(seen.sum('dragoman_trial_requests_total', { arm: 'routed', status: '2xx' }), 6);
      assert.equal(seen.sum('dragoman_trial_cost_usd_total'), 3 * MONEY.costUsd);
      const baseline = { route: 'smalltalk', baseline: 'default' };
      assert.equal(seen.sum('dragoman_baseline_usd_total', baseline), 2 * MONEY.defaultUsd);
      assert.equal(seen.sum('dragoman_uncounted_requests_total', { model: 'small' }), 2);
      assert.equal(seen.sum('dragoman_requests_total', { route: 'smalltalk', model: 'small' }), 2);
      assert.deepEqual(
        seen.valuesOf('route').filter((name) => name === 'code'),
        [],
      );
    }
    bill('smalltalk', 'small', 'auto');
    const seen = await read(metrics);
    assert.equal(seen.sum('dragoman_trial_requests_total', { arm: 'routed' }), 8);
    assert.equal(seen.sum('dragoman_requests_total', { route: 'smalltalk', model: 'small' }), 4);
  });

  it('are no more than 512 of a kind', async (t) => {
    const metrics = start(t);
    const names = Array.from({ length: 600 }, (_, at) => `name-${at}`);
    metrics.serve({ routes: names, models: ['small'], aliases: [] });
    for (const route of names) metrics.decided(buildRecord('a', { decision: buildDecision({ route }) }));
    const seen = await read(metrics);
    assert.equal(seen.valuesOf('route').length, 513);
    assert.equal(seen.sum('dragoman_decisions_total', { route: 'other' }), 88);
  });
});

describe('exemplars of metrics', () => {
  it('name the trace where it was sampled, for scrapers that take them', async (t) => {
    const metrics = start(t);
    const traced = (flags: string) => ({ traceparent: `00-${TRACE}-00f067aa0ba902b7-${flags}` });
    metrics.decided(buildRecord('a', traced('01')));
    metrics.finished(buildRecord('a', { ...traced('01'), outcome: buildOutcome('a'), ...MONEY }));
    const seen = await read(metrics, OPEN_METRICS);
    const named = new Set(
      seen.samples.flatMap(({ name, exemplar }) => (exemplar?.['trace_id'] === TRACE ? name : [])),
    );
    assert.deepEqual([...named].sort(), [
      'dragoman_cost_usd_total',
      'dragoman_decision_duration_seconds_bucket',
      'gen_ai_client_operation_duration_seconds_bucket',
      'gen_ai_client_token_usage_bucket',
    ]);
    assert.doesNotMatch((await read(metrics)).text, new RegExp(TRACE));
  });

  it('are none where nobody keeps the trace', async (t) => {
    const metrics = start(t);
    metrics.decided(buildRecord('a', { traceparent: `00-${TRACE}-00f067aa0ba902b7-00` }));
    metrics.decided(buildRecord('b'));
    assert.doesNotMatch((await read(metrics, OPEN_METRICS)).text, /trace_id/);
  });
});
