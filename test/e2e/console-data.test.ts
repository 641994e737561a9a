import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ConfusionView, QualityOverTime, Report, RoutesMap } from '../../src/console/api/evidence.js';
import type { Explanation } from '../../src/lab/explain/explanation.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { ask, chat } from '../support/ask.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { TRAFFIC_REGISTRY } from '../support/traffic-registry.js';

const HOUR = 3_600_000;
/** Less than the thirty days after which records are thrown away. */
const DAYS = 28;
const UNTIL = new Date(Math.floor(Date.now() / HOUR) * HOUR).toISOString();
const SINCE = new Date(Date.parse(UNTIL) - DAYS * 24 * HOUR).toISOString();
const PERIOD = `since=${SINCE}&until=${UNTIL}`;

const WORDS = [
  'river',
  'market',
  'winter',
  'garden',
  'letter',
  'music',
  'harbour',
  'window',
  'bread',
  'cloud',
];

/** Records that are evenly spread over the period, with text; every tenth belongs to no route. */
function monthOfRecords(count: number): StoredRecord[] {
  const begin = Date.parse(SINCE);
  return Array.from({ length: count }, (_, index) => {
    const [one = '', other = ''] = [WORDS[index % 10], WORDS[Math.floor(index / 10) % 10]];
    const isOpen = index % 10 === 0;
    const said = isOpen
      ? `what is the weather like near the ${other} on day ${index}`
      : `Write a poem about the ${one} and the ${other}, number ${index}`;
    const record = buildStoredRecord(`r${index}`, {
      at: begin + Math.floor((index * DAYS * 24 * HOUR) / count),
      ...{ route: isOpen ? null : 'writing', reason: isOpen ? 'out_of_scope' : 'similar' },
      ...{ layer: 'similarity', conversation: `c${index}`, costUsd: 0.001 + (index % 7) * 1e-4 },
      ...(index % 9 === 0 && { arm: 'control', propensity: 0.1 }),
    });
    return { ...record, prompt: { ...record.prompt, messages: [{ role: 'user', text: said }] } };
  });
}

interface Got<T> {
  readonly status: number;
  readonly body: T;
}

/** Asks the admin port. */
async function get<T>(stack: Stack, path: string): Promise<Got<T>> {
  const response = await fetch(stack.admin + path);
  return { status: response.status, body: (await response.json()) as T };
}

async function explain(stack: Stack, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${stack.admin}/explain`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The process that works out evidence, as Dragoman logged it last. */
function evidencePid(stack: Stack): number {
  const started = stack.logs().findLast(({ msg }) => msg === 'evidence process started');
  assert.ok(typeof started?.['pid'] === 'number');
  return started['pid'];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function residentMb(pid: number): number {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

/**
 * What a verb prints as JSON. Waited for, so that connections that the server closes meanwhile are not used again.
 */
async function printed(...argv: readonly string[]): Promise<unknown> {
  const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as unknown;
}

async function fill(url: string, records: readonly StoredRecord[]): Promise<void> {
  const store = await openRecordStore(url);
  for (let at = 0; at < records.length; at += 1_000) await store.append(records.slice(at, at + 1_000));
  await store.close();
}

describe('what the console reads of records', () => {
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
  const cleanUp = createCleanUp();
  let stack: Stack;
  let registry: string;

  const verb = (name: string, ...flags: readonly string[]): Promise<unknown> =>
    printed(name, registry, ...flags, '--json');

  before(async () => {
    await fill(url, monthOfRecords(480));
    stack = await startStack({
      registry: TRAFFIC_REGISTRY,
      flags: ['--records', url, '--log-level', 'debug'],
    });
    cleanUp.add(() => stack.stop());
    registry = (await get<{ readonly directory: string }>(stack, '/config')).body.directory;
  });
  after(() => cleanUp.run());

  it('reports as the verb does', async () => {
    const flags = ['--records', url, '--since', SINCE, '--until', UNTIL, '--by', 'layer'];
    const { status, body } = await get<Report>(stack, `/report?${PERIOD}&by=layer`);
    assert.equal(status, 200);
    assert.equal(body.records, 480);
    assert.deepEqual(body, await verb('report', ...flags));
  });

  it('looks for drift as the verb does', async () => {
    const { status, body } = await get(stack, `/drift?until=${UNTIL}&texts=60`);
    assert.equal(status, 200);
    assert.deepEqual(body, await verb('drift', '--records', url, '--until', UNTIL, '--texts', '60'));
  });

  it('tells quality by day, which adds up to the report', async () => {
    const { body } = await get<QualityOverTime>(stack, `/quality?${PERIOD}`);
    assert.deepEqual(
      body.routes.map(({ route, records }) => [route, records]),
      [
        ['writing', 432],
        [null, 48],
      ],
    );
    for (const { records, byDay } of body.routes) {
      assert.equal(byDay.length, body.days.length);
      assert.equal(
        byDay.reduce((sum, day) => sum + (day?.records ?? 0), 0),
        records,
      );
    }
  });

  it('maps examples and traffic, and finds what no route covers', async () => {
    const { body } = await get<RoutesMap>(stack, `/map?${PERIOD}&limit=200`);
    assert.deepEqual([body.note, body.routes.length, body.points.length], [null, 6, 200]);
    assert.equal(body.points.filter(({ kind }) => kind === 'example').length, 36);
    const [cluster] = body.clusters;
    assert.equal(cluster?.requests, 48);
    assert.match(cluster.document, /kind: Route/);
    assert.ok(cluster.words.includes('weather'));
  });

  it('tells which routes are taken for which: by examples as lint does, by labels once there are some', async () => {
    const linted = (await verb('lint')) as { readonly heldOut: number; readonly accuracy: number };
    const { body } = await get<ConfusionView>(stack, '/confusion');
    assert.deepEqual(
      [body.of, body.rows, body.accuracy?.value],
      ['examples', linted.heldOut, linted.accuracy],
    );
    const store = await openRecordStore(url);
    await store.addFeedback(
      Array.from({ length: 40 }, (_, at) => ({
        ...({
          decision: `r${10 * at + 1}`,
          source: 'label',
          at: 0,
          score: null,
          model: null,
          tags: [],
        } as const),
        route: at < 10 ? 'code' : 'writing',
      })),
    );
    await store.close();
    const labelled = (await get<ConfusionView>(stack, `/confusion?${PERIOD}`)).body;
    assert.deepEqual([labelled.of, labelled.rows, labelled.accuracy?.value], ['labels', 40, 0.75]);
  });

  it('explains a request as the verb does, and remembers nothing of it', async () => {
    const prompt = 'Translate this sentence into Korean';
    const before = (await get<object>(stack, '/counters')).body;
    const response = await explain(stack, { text: prompt });
    assert.equal(response.status, 200);
    const found = (await response.json()) as Explanation;
    const told = (await verb('explain', prompt)) as Explanation;
    assert.deepEqual([found.route, found.decidedBy], [told.route, told.decidedBy]);
    assert.deepEqual(
      found.models.map(({ model, cost }) => [model, cost]),
      told.models.map(({ model, cost }) => [model, cost]),
    );
    assert.deepEqual(Object.keys(found.signals).sort(), Object.keys(told.signals).sort());
    assert.deepEqual((await get<object>(stack, '/counters')).body, before);
    const wrong = await explain(stack, { body: { model: 'auto' } });
    assert.equal(wrong.status, 400);
  });

  it('refuses parameters with the value and the limit', async () => {
    const { status, body } = await get<{ readonly error: { readonly message: string } }>(
      stack,
      '/map?limit=1000000',
    );
    assert.equal(status, 400);
    assert.match(body.error.message, /"limit" is "1000000"; send 50 to 1500/);
  });

  it('survives the end of the process that works it out, and serving does not notice', async () => {
    await get(stack, `/quality?${PERIOD}&route=writing`);
    const pid = evidencePid(stack);
    // Texts that are embedded for the first time: it works long enough.
    const broken = get<{ readonly error: { readonly code: string } }>(stack, `/map?${PERIOD}&limit=1500`);
    assert.equal((await ask(stack.url, chat('tell me a joke'))).status, 200);
    process.kill(pid, 'SIGKILL');
    const { status, body } = await broken;
    assert.deepEqual([status, body.error.code], [503, 'evidence_failed']);
    assert.equal((await ask(stack.url, chat('tell me a joke'))).status, 200);
    assert.equal((await get(stack, `/report?${PERIOD}`)).status, 200);
    assert.notEqual(evidencePid(stack), pid);
  });

  it('goes when Dragoman is killed, in the middle of its work', async () => {
    await get(stack, `/quality?${PERIOD}&route=code`);
    const pid = evidencePid(stack);
    assert.ok(isAlive(pid));
    const broken = get(stack, `/map?${PERIOD}&limit=1400`);
    assert.equal((await ask(stack.url, chat('tell me a joke'))).status, 200);
    stack.dragoman().signal('SIGKILL');
    await assert.rejects(broken);
    await eventually('the end of the evidence process', () => !isAlive(pid));
  });
});

describe('what the console reads without records and encoder', () => {
  it('says what is off, and shows the rest', async () => {
    const cleanUp = createCleanUp();
    try {
      const stack = await startStack({ registry: TRAFFIC_REGISTRY, flags: ['--encoder', 'none'] });
      cleanUp.add(() => stack.stop());
      for (const path of ['/report', '/drift', '/quality', '/confusion?of=labels']) {
        const { status, body } = await get<{ readonly error: { readonly code: string } }>(stack, path);
        assert.deepEqual([status, body.error.code], [503, 'records_off'], path);
      }
      assert.match((await get<RoutesMap>(stack, '/map')).body.note ?? '', /no encoder/);
      assert.equal((await get<ConfusionView>(stack, '/confusion')).body.rows, 36);
      assert.equal((await explain(stack, { text: 'good evening' })).status, 200);
    } finally {
      await cleanUp.run();
    }
  });
});

describe('what the console reads of 100,000 records', () => {
  it('costs the process that serves next to no memory', async (t) => {
    const cleanUp = createCleanUp();
    const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;
    try {
      await fill(url, monthOfRecords(100_000));
      const stack = await startStack({
        registry: TRAFFIC_REGISTRY,
        flags: ['--records', url, '--encoder', 'none'],
      });
      cleanUp.add(() => stack.stop());
      const before = residentMb(stack.dragoman().pid);
      for (const path of ['/report', '/quality']) {
        const start = performance.now();
        const { status, body } = await get<Report>(stack, `${path}?${PERIOD}`);
        t.diagnostic(`${path} of 100,000 records: ${Math.round(performance.now() - start)} ms`);
        assert.equal(status, 200);
        if (path === '/report') assert.equal(body.records, 100_000);
      }
      const grown = residentMb(stack.dragoman().pid) - before;
      t.diagnostic(`memory of the process that serves: ${before} MB, then ${grown} MB more`);
    } finally {
      await cleanUp.run();
    }
  });
});
