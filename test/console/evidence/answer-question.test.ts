import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfusionView, Report, RoutesMap } from '../../../src/console/api/evidence.js';
import { answerQuestion, type OpenSources } from '../../../src/console/evidence/answer-question.js';
import type { EvidenceName } from '../../../src/console/evidence/evidence-kinds.js';
import type { DriftReport } from '../../../src/lab/drift/find-drift.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { hashWords } from '../../support/fake-encoder.js';
import { memoryStore } from '../../support/memory-store.js';

const NOW = Date.UTC(2026, 0, 10);

const registry = buildRegistry(
  [buildModel('small')],
  [
    buildRoute('fruit', 'small', { examples: ['an apple', 'a pear', 'a plum'] }),
    buildRoute('tools', 'small', { examples: ['the hammer', 'the saw', 'the drill'] }),
  ],
);

const store = memoryStore(
  Array.from({ length: 50 }, (_, at) => buildStoredRecord(`r${at}`, { route: 'fruit' })),
);

const SOURCES: OpenSources = {
  store: () => Promise.resolve(store),
  registry: () => registry,
  embed: () =>
    Promise.resolve((texts) =>
      Promise.resolve({ vectors: new Map(texts.map((text) => [text, hashWords(text)])), missing: undefined }),
    ),
};

async function answer<T>(
  kind: EvidenceName,
  query: Readonly<Record<string, string>> = {},
  sources: Partial<OpenSources> = {},
): Promise<T> {
  const found = await answerQuestion({ kind, query }, { ...SOURCES, ...sources }, NOW);
  assert.ok(found.ok, JSON.stringify(found));
  return found.value as T;
}

async function codeOf(
  kind: EvidenceName,
  sources: Partial<OpenSources>,
  query: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const found = await answerQuestion({ kind, query }, { ...SOURCES, ...sources }, NOW);
  return found.ok ? undefined : found.problem.code;
}

const OFF = { store: () => Promise.resolve(undefined) };
const INVALID = { registry: () => undefined };

describe('answerQuestion', () => {
  it('answers each kind of question', async () => {
    const report = await answer<Report>('report', { by: 'layer' });
    assert.deepEqual([report.records, report.until], [50, '2026-01-10T00:00:00.000Z']);
    assert.equal((await answer<DriftReport>('drift', { window: '9d' })).window.records, 50);
    assert.equal((await answer<RoutesMap>('map')).routes.length, 2);
    assert.equal((await answer<ConfusionView>('confusion')).of, 'examples');
  });

  it('shows labels rather than examples once there are thirty', async () => {
    const labelled = memoryStore(
      Array.from({ length: 30 }, (_, at) => buildStoredRecord(`r${at}`, { route: 'fruit' })),
    );
    await labelled.addFeedback(
      Array.from({ length: 29 }, (_, at) => ({
        ...({ decision: `r${at}`, source: 'label', at: 0, score: null, model: null, tags: [] } as const),
        route: 'fruit',
      })),
    );
    const of = async (): Promise<string> =>
      (await answer<ConfusionView>('confusion', {}, { store: () => Promise.resolve(labelled) })).of;
    assert.equal(await of(), 'examples');
    await labelled.addFeedback([
      { ...{ decision: 'r29', source: 'label', at: 0, score: null, model: null, tags: [] }, route: 'tools' },
    ]);
    assert.equal(await of(), 'labels');
  });

  it('needs records for what is worked out from them', async () => {
    for (const kind of ['report', 'drift', 'quality'] as const) {
      assert.equal(await codeOf(kind, OFF), 'records_off');
    }
    assert.equal(await codeOf('confusion', OFF, { of: 'labels' }), 'records_off');
    assert.equal(await codeOf('confusion', OFF), undefined);
    assert.equal(await codeOf('map', OFF), undefined);
  });

  it('reports on records while the registry in its folder is not valid, and says so where it needs it', async () => {
    for (const kind of ['report', 'drift', 'quality'] as const) {
      assert.equal(await codeOf(kind, INVALID), undefined);
    }
    assert.equal(await codeOf('confusion', INVALID), 'evidence_failed');
    assert.equal(await codeOf('map', INVALID), 'evidence_failed');
  });

  it('goes on where it ended when there was no time for all embeddings', async () => {
    const known = new Map<string, Float32Array>();
    const slow: Partial<OpenSources> = {
      embed: () =>
        Promise.resolve((texts) => {
          const next = texts.filter((text) => !known.has(text));
          for (const text of next.slice(0, 10)) known.set(text, hashWords(text));
          return Promise.resolve({ vectors: known, missing: next.length > 10 ? 'loading' : undefined });
        }),
    };
    const ask = (): ReturnType<typeof answerQuestion> =>
      answerQuestion({ kind: 'confusion', query: {} }, { ...SOURCES, ...slow }, NOW);
    await assert.rejects(ask, { code: 'evidence_failed', message: /^10 of \d+ texts are embedded/ });
    let isDone = false;
    for (let tries = 0; tries < 20 && !isDone; tries += 1) {
      isDone = await ask().then(
        ({ ok }) => ok,
        () => false,
      );
    }
    assert.ok(isDone);
  });

  it('refuses what cannot be read', async () => {
    assert.equal(await codeOf('report', {}, { since: 'x' }), 'field_invalid');
  });
});
