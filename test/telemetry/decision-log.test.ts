import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logDecision } from '../../src/telemetry/decision-log.js';
import { buildDecision, buildOutcome, buildRecord } from '../support/build-record.js';
import { memoryLogger } from '../support/memory-logger.js';

function logged(record: ReturnType<typeof buildRecord>): Record<string, unknown> {
  const { logger, lines } = memoryLogger();
  logDecision(logger, record);
  assert.equal(lines.length, 1, 'one line a decision');
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  delete line['time'];
  return line;
}

describe('logDecision', () => {
  it('writes what was decided and why, with the layers that ran', () => {
    const scores = { routes: [{ route: 'smalltalk', probability: 0.87654321 }], outOfScope: 0.12345679 };
    const decision = buildDecision({
      reason: 'similar',
      layer: 'similarity',
      scores,
      confidence: 0.87654321,
      margin: 0.75308642,
    });
    const line = logged(
      buildRecord('a', {
        decision,
        signals: [
          { name: 'rules', route: undefined, guard: undefined, microseconds: 3.6 },
          { name: 'similarity', result: { ok: true, scores }, microseconds: 4321.2 },
        ],
      }),
    );
    assert.deepEqual(line, {
      ...{ level: 30, msg: 'decision', decision: 'a', requestId: 'request-a', registry: '0123456789ab' },
      ...{ endpoint: 'chat-completions', modelAsked: 'auto', stream: false },
      ...{ route: 'smalltalk', model: 'small', reason: 'similar', layer: 'similarity' },
      ...{ arm: 'routed', propensity: 1 },
      ...{ confidence: 0.8765, margin: 0.7531 },
      ...{ layers: { rules: 4, similarity: 4321 }, decideUs: 120 },
    });
  });

  it('writes none for no route, and why another model answers', () => {
    const replaced = { model: 'small', limit: 'vision' } as const;
    const decision = buildDecision({ route: undefined, reason: 'target_ineligible', replaced });
    const line = logged(buildRecord('a', { decision }));
    assert.equal(line['route'], 'none');
    assert.deepEqual(line['replaced'], replaced);
  });

  it('says who chose, how probable that was, and what the router would have chosen', () => {
    const explored = {
      arm: 'explored',
      propensity: 0.0666667,
      model: 'large',
      routedModel: 'small',
    } as const;
    const { arm, propensity, model, routedModel } = logged(
      buildRecord('a', { decision: buildDecision(explored) }),
    );
    assert.deepEqual([arm, propensity, model, routedModel], ['explored', 0.0667, 'large', 'small']);
  });

  it('joins the outcome and its cost', () => {
    const line = logged(buildRecord('a', { outcome: buildOutcome('a'), costUsd: 0.002 }));
    assert.deepEqual(line['outcome'], {
      ...{ status: 200, cluster: 'model/small', attempts: 1, inputTokens: 1000, outputTokens: 500 },
      ...{ costUsd: 0.002, ttfbMs: 80, totalMs: 900 },
    });
  });
});
