import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../../src/config/load.js';
import type { Registry } from '../../../src/config/registry.js';
import type { JsonLine, JsonObject } from '../../../src/lab/read-jsonl.js';
import { recordSource, trafficSource } from '../../../src/lab/replay/replay-source.js';
import { runBoth, runReplay } from '../../../src/lab/replay/run-replay.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';
import { policyText, poolText, routeText } from '../../support/pool-text.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const NO_ENCODER = { encoderDirectory: undefined };

const rowsOf = (rows: readonly JsonObject[]): JsonLine[] =>
  rows.map((value, at) => ({ line: at + 1, ok: true, value }));

const GREETING = routeText('greeting', 'target: small, match: [{ keywords: [hello] }]');
const CODE = routeText('code', 'target: large, match: [{ keywords: [program] }]');

describe('a replay', () => {
  const folder = temporaryFolder();
  const registry = (name: string, ...documents: readonly string[]): Registry => {
    const at = join(folder, name);
    mkdirSync(at, { recursive: true });
    const text = [poolText(), ...documents].join('').replaceAll(/\{\{(\w+)\}\}/g, 'http://$1:8000');
    writeFileSync(join(at, 'all.yaml'), text);
    const loaded = loadRegistry(at);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    return loaded.registry;
  };
  const old = registry('old', GREETING);
  const next = registry('next', GREETING.replace('small', 'medium'), CODE);
  const rows = rowsOf([
    { id: 'a', text: 'hello there', trace: { generated_tokens: 100 } },
    { id: 'b', text: 'write a program', trace: { generated_tokens: 200 } },
    { id: 'c', text: 'something else' },
    { id: 'd', body: { model: 'large', messages: [{ role: 'user', content: 'hello' }] } },
    { id: 'e', body: { model: 'nobody', messages: [{ role: 'user', content: 'hello' }] } },
    { id: 'f', text: 1 },
  ]);

  it('tells where requests go, and what their answers are expected to cost', async () => {
    const seen: string[] = [];
    const { report, leftOut } = await runReplay(trafficSource(rows, false), old, NO_ENCODER, ({ request }) =>
      seen.push(request.id),
    );
    assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e']);
    assert.equal(leftOut, 1);
    assert.equal(report.routed, 4);
    assert.deepEqual(report.refused, [{ name: 'model_not_found', count: 1, share: 1 }]);
    assert.deepEqual(report.models, [
      { name: 'medium', count: 2, share: 0.5 },
      { name: 'large', count: 1, share: 0.25 },
      { name: 'small', count: 1, share: 0.25 },
    ]);
    assert.deepEqual(
      report.layers.map(({ name }) => name),
      ['default', 'pin', 'rules'],
    );
    assert.deepEqual(
      report.cost.tokensFrom.map(({ name, count }) => [name, count]),
      [
        ['assumed', 2],
        ['real', 2],
      ],
    );
    assert.equal(report.quality.mean, null);
    assert.ok(report.cost.usd > (100 * 0.4 + 200 * 1.2 + 300 * 1.2 + 300 * 4) / 1e6);
    assert.ok(report.latency.some(({ layer, count }) => layer === 'rules' && count === 4));
  });

  it('routes what names a model as well, where that is asked for', async () => {
    const { report } = await runReplay(trafficSource(rows, true), old, NO_ENCODER);
    assert.equal(report.routed, 5);
    assert.deepEqual(report.refused, []);
    assert.equal(report.models.find(({ name }) => name === 'small')?.count, 3);
  });

  it('compares two registries request by request', async () => {
    const { runs, comparison } = await runBoth(trafficSource(rows, false), [old, next], NO_ENCODER);
    assert.equal(runs.length, 2);
    assert.equal(comparison.both, 4);
    assert.equal(comparison.changedRoute, 1);
    assert.deepEqual(comparison.routeMoves, [{ name: 'none -> code', count: 1, share: 1 }]);
    assert.deepEqual(
      comparison.modelMoves.map(({ name }) => name),
      ['medium -> large', 'small -> medium'],
    );
    assert.deepEqual(comparison.changed, ['a', 'b']);
    assert.ok(comparison.usd[1] > comparison.usd[0]);
    assert.equal(comparison.quality, null);
  });

  it('remembers by the clock of the requests, not by its own', async () => {
    const cached = registry('cached', policyText('stickiness: { ttl: 1m }'));
    const turn = (id: string, at: number, model: string): JsonObject => ({
      id,
      ts_ms: at,
      headers: { 'x-conversation-id': 'one' },
      body: { model, messages: [{ role: 'user', content: `turn ${id}` }] },
    });
    // A pinned turn leaves its model behind; what follows within a minute keeps the dearer one.
    const models = async (later: number): Promise<string[]> => {
      const turns = rowsOf([turn('1', 0, 'large'), turn('2', later, 'auto')]);
      const filler = rowsOf(
        Array.from({ length: 63 }, (_, at) => ({ id: `x${at}`, ts_ms: 1, text: `filler ${at}` })),
      );
      const all = trafficSource([...turns.slice(0, 1), ...filler, ...turns.slice(1)], false);
      const found: string[] = [];
      await runReplay(all, cached, NO_ENCODER, ({ request, result }) => {
        if ('model' in result && !request.id.startsWith('x')) found.push(result.model);
      });
      return found;
    };
    assert.deepEqual(await models(30_000), ['large', 'large']);
    assert.deepEqual(await models(90_000), ['large', 'medium']);
  });

  it('reads records, leaves out those without text, and knows what their answers really took', async () => {
    const withText = (id: string, text: string): StoredRecord => {
      const record = buildStoredRecord(id);
      return { ...record, prompt: { ...record.prompt, messages: [{ role: 'user', text }] } };
    };
    const store = memoryStore([withText('1', 'hello'), buildStoredRecord('2'), withText('3', 'what now')]);
    let progress = 0;
    const { report, leftOut } = await runReplay(await recordSource(store, {}, false), old, {
      ...NO_ENCODER,
      onProgress: (count) => (progress += count),
    });
    assert.equal(leftOut, 1);
    assert.equal(progress, 3);
    assert.equal(report.routed, 2);
    // 100 tokens in and 50 out, as recorded, of small and of medium.
    const usd = (100 * 0.1 + 50 * 0.4 + 100 * 0.3 + 50 * 1.2) / 1e6;
    assert.ok(Math.abs(report.cost.usd - usd) < 1e-12);
  });
});
