import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { startOtlpReceiver } from '../support/otlp-receiver.js';
import { poolText, routeText } from '../support/pool-text.js';
import { type Scrape, scrape } from '../support/read-metrics.js';
import { startScriptedTier } from '../support/scripted-tier.js';
import { startStack, type Stack } from '../support/stack.js';

const EXAMPLES = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];
const OPEN_METRICS = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';

const ROUTES = [
  routeText('plain', 'target: small, match: [{ keywords: [plain] }]'),
  routeText('broken', 'target: gone, policy: { fallback: medium }, match: [{ keywords: [broken] }]'),
  routeText(
    'tiers',
    'cascade: { tiers: [small, large], gate: { bar: 0.1 } }, match: [{ keywords: [tiers] }]',
  ),
  routeText('small-talk', `target: small, examples: ${JSON.stringify(EXAMPLES)}`),
].join('');

/** Requests of the traffic below that were decided. */
const DECIDED = 7;

describe('/metrics, behind a real Envoy', () => {
  const cleanUp = createCleanUp();
  const trace = randomBytes(16).toString('hex');
  let stack: Stack;
  let seen: Scrape;

  before(async () => {
    const receiver = await startOtlpReceiver();
    cleanUp.add(() => {
      receiver.close();
    });
    const [small, medium, large] = await Promise.all(['small', 'medium', 'large'].map(startScriptedTier));
    for (const tier of [small, medium, large]) cleanUp.add(() => tier?.close());
    const pool = poolText("- { name: gone, url: 'http://127.0.0.1:9/v1', price: { input: 1, output: 1 } }")
      .replace('{{small}}', small?.url ?? '')
      .replace('{{medium}}', medium?.url ?? '')
      .replace('{{large}}', large?.url ?? '');
    stack = await startStack({
      registry: { 'pool.yaml': pool, 'routes.yaml': ROUTES },
      models: {},
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    cleanUp.add(() => stack.stop());
    await sendTraffic();
    seen = await eventually('the outcomes', async () => {
      const now = await scrape(stack.admin, OPEN_METRICS);
      return now.sum('dragoman_requests_total') === DECIDED && now;
    });
  });
  after(() => cleanUp.run());

  async function sendTraffic(): Promise<void> {
    const headers = { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` };
    await ask(stack.url, chat('plain'), { headers });
    await ask(stack.url, chat('plain', { stream: true }));
    await ask(stack.url, chat('broken'));
    await ask(stack.url, chat('tiers. What is the capital of France?'));
    await ask(stack.url, chat('tiers small:bad. What is the capital of France?'));
    await ask(stack.url, chat('good evening, dear all'));
    await ask(stack.url, chat('good evening, dear all'));
    await ask(stack.url, chat('plain', { model: 'nobody-has-this' }));
    await ask(stack.url, '{');
    await ask(stack.url, undefined, { path: '/v1/feedback', method: 'GET' });
  }

  it('counts decisions by route, model, layer and reason', () => {
    const decisions = (labels: Readonly<Record<string, string>>): number =>
      seen.sum('dragoman_decisions_total', labels);
    assert.equal(decisions({}), DECIDED);
    assert.equal(decisions({ route: 'plain', model: 'small', layer: 'rules', reason: 'rule' }), 2);
    assert.equal(decisions({ route: 'broken', model: 'gone' }), 1);
    assert.equal(decisions({ route: 'small-talk', layer: 'cache' }), 1);
    assert.equal(seen.sum('dragoman_decision_duration_seconds_count'), DECIDED);
    assert.equal(seen.sum('dragoman_layer_duration_seconds_count', { signal: 'features' }), DECIDED);
    assert.equal(seen.sum('dragoman_decision_margin_count', { route: 'small-talk' }), 2);
    assert.equal(seen.sum('dragoman_decision_confidence_count'), 2);
  });

  it('counts the cache and the encoder', () => {
    assert.equal(seen.sum('dragoman_decision_cache_lookups_total', { lookup: 'hit' }), 1);
    assert.equal(seen.sum('dragoman_decision_cache_lookups_total', { lookup: 'miss' }), 1);
    // The examples were embedded, too, and prompts as far as the fast head left them.
    assert.ok(seen.sum('dragoman_encoder_texts_total', { embedding: 'ok' }) > 0);
    assert.equal(
      seen.sum('dragoman_encoder_duration_seconds_count'),
      seen.sum('dragoman_encoder_texts_total', { embedding: 'ok' }),
    );
  });

  it('counts answers by the model that gave them, and fallbacks', () => {
    const requests = (labels: Readonly<Record<string, string>>): number =>
      seen.sum('dragoman_requests_total', labels);
    assert.equal(requests({ status: '2xx' }), DECIDED);
    assert.equal(requests({ route: 'broken', model: 'medium' }), 1);
    assert.equal(requests({ route: 'tiers', model: 'large' }), 1);
    assert.equal(seen.sum('dragoman_fallbacks_total', { cause: 'upstream' }), 1);
    assert.equal(seen.sum('dragoman_fallbacks_total'), 1);
    assert.equal(seen.sum('dragoman_trial_requests_total', { arm: 'routed' }), DECIDED);
  });

  it('counts the gate', () => {
    const verdicts = (labels: Readonly<Record<string, string>>): number =>
      seen.sum('dragoman_gate_verdicts_total', { route: 'tiers', ...labels });
    assert.equal(verdicts({ model: 'small', verdict: 'pass' }), 1);
    assert.equal(verdicts({ model: 'small', verdict: 'fail' }), 1);
    assert.equal(seen.sum('dragoman_escalations_total', { route: 'tiers', model: 'small' }), 1);
    assert.equal(seen.sum('dragoman_escalations_total'), 1);
    assert.equal(seen.sum('dragoman_gate_reasons_total', { held_against: 'refusal' }), 1);
    assert.equal(seen.sum('dragoman_gate_score_count', { model: 'small' }), 2);
    assert.equal(seen.sum('dragoman_wasted_tokens_total', { route: 'tiers', model: 'small' }), 30);
  });

  it('counts tokens and money', () => {
    const small = (10 * 0.1 + 20 * 0.4) / 1e6;
    const medium = (10 * 0.3 + 20 * 1.2) / 1e6;
    const large = (10 + 20 * 4) / 1e6;
    const counted = seen.sum('gen_ai_client_token_usage_count', { gen_ai_token_type: 'input' });
    // The scripted model tells the usage of a stream only to those who ask for it.
    assert.equal(counted, DECIDED - 1);
    assert.equal(seen.sum('dragoman_uncounted_requests_total', { model: 'small' }), 1);
    const plain = seen.sum('gen_ai_client_token_usage_count', {
      ...{ gen_ai_operation_name: 'chat', gen_ai_provider_name: 'openai', gen_ai_token_type: 'output' },
      ...{ gen_ai_request_model: 'auto', gen_ai_response_model: 'medium' },
    });
    assert.equal(plain, 1);
    near(seen.sum('dragoman_cost_usd_total', { route: 'broken', model: 'medium' }), medium);
    near(seen.sum('dragoman_cost_usd_total', { route: 'tiers', model: 'large' }), large + small);
    near(seen.sum('dragoman_wasted_usd_total', { route: 'tiers' }), small);
    near(seen.sum('dragoman_baseline_usd_total', { route: 'tiers', baseline: 'strongest' }), 2 * large);
    near(seen.sum('dragoman_baseline_usd_total', { route: 'tiers', baseline: 'default' }), 2 * medium);
    const cost = seen.sum('dragoman_cost_usd_total');
    for (const baseline of ['default', 'strongest']) {
      const would = seen.sum('dragoman_baseline_usd_total', { baseline });
      near(seen.sum('dragoman_saved_usd', { baseline }), would - cost);
    }
    near(seen.sum('dragoman_trial_cost_usd_total', { arm: 'routed' }), cost);
  });

  it('measures answers by the names of OpenTelemetry', () => {
    assert.equal(seen.sum('gen_ai_client_operation_duration_seconds_count'), DECIDED);
    assert.equal(seen.sum('gen_ai_client_operation_time_to_first_chunk_seconds_count'), 1);
  });

  it('counts what was refused, by its code', () => {
    const errors = (refused: string, code: string): number =>
      seen.sum('dragoman_errors_total', { refused, code });
    assert.equal(errors('request', 'model_not_found'), 1);
    assert.equal(errors('request', 'body_not_json'), 1);
    assert.equal(errors('feedback', 'method_not_allowed'), 1);
    assert.equal(seen.sum('dragoman_errors_total'), 3);
  });

  it('tells what serves, and how the process is', () => {
    assert.equal(seen.sum('dragoman_registry_info'), 1);
    assert.equal(seen.sum('dragoman_registry_routes'), 4);
    assert.equal(seen.sum('dragoman_registry_models'), 4);
    assert.equal(seen.sum('dragoman_registry_problems'), 0);
    assert.ok(seen.sum('dragoman_registry_last_success_timestamp_seconds') > 1e9);
    assert.ok(seen.sum('process_start_time_seconds') > 1e9);
    assert.ok(seen.sum('process_cpu_seconds_total') > 0);
    assert.equal(seen.sum('dragoman_build_info'), 1);
    assert.deepEqual(seen.valuesOf('statistic'), ['p50', 'p99', 'max']);
  });

  it("tells from Envoy's statistics which models are up", async () => {
    await eventually('the health of models', async () => {
      const now = await scrape(stack.admin);
      return now.sum('dragoman_model_up', { model: 'small' }) === 1;
    });
  });

  it('names the trace of what was traced, to those who take exemplars', async () => {
    assert.match(seen.contentType, /^application\/openmetrics-text; version=1\.0\.0/);
    assert.match(seen.text, /# EOF\n$/);
    for (const name of [
      'dragoman_decision_duration_seconds_bucket',
      'gen_ai_client_operation_duration_seconds_bucket',
      'gen_ai_client_token_usage_bucket',
    ]) {
      const own = seen.samples.filter((sample) => sample.name === name);
      const ids = own.flatMap(({ exemplar }) => exemplar?.['trace_id'] ?? []);
      assert.ok(ids.length > 0, name);
      for (const id of ids) assert.match(id, /^[\da-f]{32}$/);
    }
    assert.ok(seen.samples.some(({ exemplar }) => exemplar?.['trace_id'] === trace));
    const plain = await scrape(stack.admin);
    assert.match(plain.contentType, /^text\/plain; version=0\.0\.4/);
    assert.doesNotMatch(plain.text, /trace_id|# EOF/);
    assert.equal(plain.sum('dragoman_decisions_total'), DECIDED);
  });

  it('has no name that the registry does not have, whatever clients ask for', async () => {
    await ask(stack.url, chat('plain', { model: 'x"} 1\ndragoman_decisions_total 9' }));
    const now = await scrape(stack.admin);
    const known = ['gone', 'large', 'medium', 'none', 'other', 'small'];
    assert.deepEqual(
      [...now.valuesOf('model')].filter((name) => !known.includes(name)),
      [],
    );
    assert.deepEqual(now.valuesOf('gen_ai_request_model'), ['auto']);
    assert.doesNotMatch(now.text, /nobody-has-this/);
  });

  it('forgets the series of a route that is gone, and tells of a registry that was refused', async () => {
    await stack.writeRegistry({
      'routes.yaml': routeText('other-name', 'target: small, match: [{ keywords: [plain] }]'),
    });
    await eventually('the new names', async () => {
      await ask(stack.url, chat('plain'));
      return (await scrape(stack.admin)).sum('dragoman_decisions_total', { route: 'other-name' }) > 0;
    });
    const now = await scrape(stack.admin);
    assert.deepEqual(
      now.samples.filter(({ labels }) => labels['route'] === 'tiers'),
      [],
    );
    assert.equal(now.sum('dragoman_registry_loads_total'), 2);
    await stack.writeRegistry({ 'routes.yaml': routeText('broken', 'target: nobody') });
    const refused = await eventually('the refusal', async () => {
      const next = await scrape(stack.admin);
      return next.sum('dragoman_registry_refusals_total') > 0 && next;
    });
    assert.ok(refused.sum('dragoman_registry_problems') > 0);
    assert.ok(refused.sum('dragoman_registry_last_refusal_timestamp_seconds') > 1e9);
  });
});

function near(measured: number, expected: number): void {
  assert.ok(Math.abs(measured - expected) < 1e-12, `${measured}, not ${expected}`);
}
