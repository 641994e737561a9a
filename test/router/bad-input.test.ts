import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Encoder } from '../../src/embed/encoder.js';
import { compile } from '../../src/router/compile/compile.js';
import { judge, type Judgement } from '../../src/router/judge.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { BUILTIN_SIGNALS } from '../../src/signals/builtin.js';
import { parseRequest } from '../../src/request/parse-request.js';
import { buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';
import { buildHead } from '../support/build-view.js';
import { fakeEncoder } from '../support/fake-encoder.js';
import { compileBookings } from './booking-snapshot.js';

const models = [buildModel('small'), buildModel('large', { price: { input: 9, output: 9 } })] as const;
const TABLES = ['book a table for two', 'reserve a table', 'a table at the restaurant', 'cancel my table'];
const CODE = ['fix the loop in my code', 'write a function', 'sort an array in python', 'debug my function'];

function compileRoutes(
  examples: Readonly<Record<string, readonly string[]>>,
  encoder?: Encoder,
): Promise<Snapshot> {
  const routes = Object.entries(examples).map(([name, texts]) =>
    buildRoute(name, 'small', { examples: texts, threshold: undefined }),
  );
  return compile(buildRegistry(models, routes, { fastHead: true }), { encoder });
}

/** Judges a chat request as the service does, parser included. */
async function judgeText(content: string, snapshot: Snapshot): Promise<Judgement> {
  const body = Buffer.from(JSON.stringify({ model: 'auto', messages: [{ role: 'user', content }] }));
  const view = parseRequest(buildHead(), body, snapshot.registry.policy.limits);
  assert.ok(view.ok, JSON.stringify(view));
  const context = { tracer: trace.getTracer('test'), context: ROOT_CONTEXT };
  const judged = await judge(view.value, snapshot, {}, context);
  assert.ok(judged.ok, JSON.stringify(judged));
  return judged.value;
}

function assertSound({ decision }: Judgement): void {
  assert.ok(['small', 'large'].includes(decision.model));
  const { scores } = decision;
  if (scores === undefined) return;
  const sum = scores.routes.reduce((total, { probability }) => total + probability, 0);
  // A prompt that does nothing but refuse leaves no route anything.
  const isRefusal = sum === 0 && scores.outOfScope === 1;
  assert.ok(isRefusal || Math.abs(sum - 1) < 1e-3, JSON.stringify(scores));
  assert.ok(scores.outOfScope >= 0 && scores.outOfScope <= 1, JSON.stringify(scores));
}

describe('a strange registry', () => {
  const cases: readonly [what: string, examples: Readonly<Record<string, readonly string[]>>][] = [
    ['one route with one example', { table: ['book a table for two'] }],
    ['a route with one example beside a larger one', { table: ['book a table for two'], code: CODE }],
    ['routes with the same examples', { table: TABLES, code: TABLES }],
    ['an example in two routes', { table: TABLES, code: [...CODE, ...TABLES.slice(0, 1)] }],
    ['empty texts among the examples', { table: [...TABLES, '', ' \n'], code: ['', ...CODE] }],
    ['examples without a letter', { table: TABLES, code: ['...', '\u200b', '🙂🙂', '\u0000'] }],
    ['an example of 1 MB', { table: [...TABLES, 'table for two '.repeat(75_000)], code: CODE }],
    ['an example of 1 MB without a space', { table: [...TABLES, 'x'.repeat(1_048_576)], code: CODE }],
    [
      '100,000 examples that are a few over and over',
      {
        table: Array.from({ length: 50_000 }, (_, at) => TABLES[at % 4] ?? ''),
        code: Array.from({ length: 50_000 }, (_, at) => CODE[at % 4] ?? ''),
      },
    ],
    [
      'routes of very different sizes',
      {
        table: TABLES,
        code: Array.from({ length: 1_000 }, (_, at) => `fix the bug number ${at} in my code`),
      },
    ],
  ];
  for (const [what, examples] of cases) {
    it(`serves ${what}, with an encoder and without`, async () => {
      for (const encoder of [fakeEncoder(), undefined]) {
        const snapshot = await compileRoutes(examples, encoder);
        assert.equal(typeof snapshot.index, encoder === undefined ? 'string' : 'object');
        for (const text of ['book a table for two', 'fix the loop in my code', 'what a lovely day']) {
          assertSound(await judgeText(text, snapshot));
        }
      }
    });
  }

  it('is not sure of a text that is an example of two routes', async () => {
    const snapshot = await compileRoutes({ table: TABLES, code: TABLES }, fakeEncoder());
    const { decision } = await judgeText('book a table for two', snapshot);
    assert.ok((decision.margin ?? 1) < 0.1, String(decision.margin));
    assert.notEqual(decision.reason, 'similar');
  });
});

const LANGUAGES = [
  ...['Please book a table', 'Bitte einen Tisch reservieren', 'Réservez une table', 'Reserva una mesa'],
  ...['Prenota un tavolo', 'Reserve uma mesa', 'Zarezerwuj stolik', 'Boek een tafel', 'Boka ett bord'],
  ...[
    'Varaa pöytä',
    'Забронируй столик',
    'Забронюй столик',
    'Κλείσε ένα τραπέζι',
    'احجز طاولة',
    'הזמן שולחן',
  ],
  ...['एक मेज बुक करो', 'จองโต๊ะ', '预订一张桌子', 'テーブルを予約して', '테이블을 예약해 줘', 'Đặt một bàn'],
];

const PROMPTS: readonly [what: string, text: string][] = [
  ['emoji', '🙂👩‍👩‍👧‍👦🏳️‍🌈'.repeat(2_000)],
  ['zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'.repeat(2_000)],
  ['a wish with zero-width characters in it', 'book a table for two'.replaceAll(/(?=.)/g, '\u200b')],
  ['60 KB of one word', 'table '.repeat(10_000)],
  ['60 KB without a space', 'a'.repeat(60_000)],
  ['60 KB of open brackets', '(['.repeat(30_000)],
  ['60 KB of line breaks and a word', `${'\n'.repeat(60_000)}table`],
  ['60 KB of refusals', 'not about code, '.repeat(3_800)],
  ['refusals in one short text', 'do not do not do not '.repeat(28)],
  ['conjunctions in one short text', 'and then please also and then '.repeat(19)],
  ['60 KB of digits', '4111 1111 1111 1111 '.repeat(3_000)],
  ['20 languages', LANGUAGES.join('. ')],
  ['combining marks', `book a table${'\u0301\u0327'.repeat(10_000)}`],
  ['characters of the other direction', '\u202eowt rof elbat a koob\u202c'.repeat(50)],
  ['half of a surrogate pair', '\ud83d book a table \ude00'],
  ['control characters', Array.from({ length: 32 }, (_, at) => String.fromCharCode(at)).join('table')],
  ['nothing', ''],
  ['spaces', ' \t\u00a0\u3000'.repeat(1_000)],
];

describe('a strange prompt', () => {
  let snapshot: Snapshot;
  const encoder = fakeEncoder();
  before(async () => {
    const measured = Object.keys(BUILTIN_SIGNALS) as Snapshot['measured'];
    snapshot = { ...(await compileBookings(encoder, { fastHead: true })), measured };
  });

  for (const [what, text] of PROMPTS) {
    it(`is decided: ${what}`, async () => {
      const before = encoder.asked.length;
      assertSound(await judgeText(text, snapshot));
      const asked = encoder.asked.slice(before);
      assert.ok(asked.length <= 4, `${asked.length} embeddings`);
    });
  }

  it('names no route for what has no text at all', async () => {
    for (const text of ['', ' \t\u00a0\u3000']) {
      const { decision } = await judgeText(text, snapshot);
      assert.deepEqual([decision.route, decision.reason], [undefined, 'no_text']);
    }
  });
});
