import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { ask, chat } from '../support/ask.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { dragoman } from '../support/dragoman.js';
import { eventually } from '../support/eventually.js';
import { poolText, routeText } from '../support/pool-text.js';
import { type Stack, startStack } from '../support/stack.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const GREETINGS = [
  'hello there',
  'good morning to you',
  'hi, how are you',
  'nice to meet you',
  'good evening',
];
const CODE = [
  'write a function',
  'fix this bug',
  'refactor the class',
  'compile the program',
  'explain this trace',
];

const REGISTRY = {
  'pool.yaml': poolText(),
  'routes.yaml':
    routeText('greeting', `target: small, examples: ${JSON.stringify(GREETINGS)}`) +
    routeText('code', `target: small, examples: ${JSON.stringify(CODE)}`),
};

const DAY_MS = 86_400_000;

/** Four weeks in which code was told apart well, and one in which it is not. */
function decisions(now: number): StoredRecord[] {
  const record = (id: string, daysAgo: number, changes: Partial<StoredRecord>): StoredRecord =>
    buildStoredRecord(id, { at: now - daysAgo * DAY_MS, ...changes });
  const before = Array.from({ length: 600 }, (_, at) =>
    record(`before-${at}`, 34 - at * 0.045, {
      route: at % 2 === 0 ? 'code' : 'greeting',
      margin: 0.7 + (at % 20) / 100,
    }),
  );
  const since = Array.from({ length: 200 }, (_, at) =>
    record(`since-${at}`, 6 - at * 0.025, { route: 'code', margin: 0.1 + (at % 20) / 100 }),
  );
  return [...before, ...since];
}

/** Prompts with words that no example has; people said to whom they belong. */
function corrected(now: number): { readonly record: StoredRecord; readonly route: string }[] {
  const words = [
    'fruehe',
    'leute',
    'alle',
    'kapitaen',
    'nachbar',
    'freunde',
    'hafen',
    'deern',
    'schipper',
    'klock',
  ];
  const texts = words.flatMap((one) =>
    words.flatMap((other) => [
      { route: 'greeting', text: `moin moin ${one} ${other}` },
      { route: 'code', text: `debug the ${one} function of ${other}` },
    ]),
  );
  return texts.map(({ route, text }, at) => {
    const plain = buildStoredRecord(`corrected-${at}`);
    const prompt = { ...plain.prompt, messages: [{ role: 'user' as const, text }] };
    return { route, record: { ...plain, at: now - DAY_MS - at, route: 'greeting', prompt } };
  });
}

describe('what drift and training tell a server that runs', () => {
  const folder = temporaryFolder();
  const bundles = join(folder, 'bundles');
  const hints = join(folder, 'hints.json');
  const records = `sqlite:${join(folder, 'records.db')}`;
  let stack: Stack;

  before(async () => {
    mkdirSync(bundles);
    const now = Date.now();
    const store = await openRecordStore(records);
    const lessons = corrected(now);
    await store.append([...decisions(now), ...lessons.map(({ record }) => record)]);
    await store.addFeedback(
      lessons.map(({ record, route }) => ({
        ...{ decision: record.id, source: 'label', at: now, score: null, route, model: null, tags: [] },
      })),
    );
    await store.close();
    stack = await startStack({
      registry: REGISTRY,
      flags: [
        ...['--encoder', 'none', '--records', records, '--bundles', bundles],
        ...['--hints', hints, '--retrain', '1m'],
      ],
    });
  });
  after(() => stack.stop());

  const admin = async (path: string): Promise<JsonObject> =>
    objectOf(await (await fetch(stack.admin + path)).json());

  it('lifts a route that decays to the next dearer model, as drift --hints says', async () => {
    const question = chat('please fix this bug');
    const usual = await ask(stack.url, question);
    assert.deepEqual([usual.route, usual.model], ['code', 'small']);
    const { directory } = await admin('/config');
    const found = dragoman([
      'drift',
      String(directory),
      '--records',
      records,
      '--hints',
      hints,
      '--encoder',
      'none',
    ]);
    assert.equal(found.status, 3, found.stderr);
    const lifted = await eventually('the hint', async () => {
      const answer = await ask(stack.url, question);
      return answer.reason === 'hinted' && answer;
    });
    assert.deepEqual([lifted.route, lifted.model], ['code', 'medium']);
    const other = await ask(stack.url, chat('hi, how are you'));
    assert.deepEqual([other.route, other.model], ['greeting', 'small']);
  });

  it('trains anew because of the drift, before its time, and lets the candidate judge', async () => {
    const told = (text: string): JsonObject | undefined => stack.logs().find(({ msg }) => msg === text);
    const begun = await eventually('the training', () => told('training anew'));
    assert.equal(begun['because'], 'drift');
    await eventually('its end', () => told('a bundle was trained; it is the candidate now'));
    const candidate = await eventually('the candidate', async () => {
      const { candidate: version } = objectOf((await admin('/counters'))['bundles']);
      return typeof version === 'string' && version;
    });
    assert.match(candidate, /^[0-9a-f]{12}$/);
    await ask(stack.url, chat('moin moin moin'));
    await eventually('its judgement', async () => {
      const { challenger } = objectOf((await admin('/counters'))['bundles']);
      return Number(objectOf(challenger)['scored']) > 0;
    });
  });
});
