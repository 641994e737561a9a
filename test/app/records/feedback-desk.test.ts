import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Asker, createFeedbackDesk, type FeedbackDesk } from '../../../src/app/records/feedback-desk.js';
import type { FeedbackKeeperOptions, FeedbackStore } from '../../../src/app/records/feedback-keeper.js';
import { DragomanError } from '../../../src/errors.js';
import type { Reply } from '../../../src/mutation/mutation.js';
import type { Feedback } from '../../../src/record/feedback.js';
import { storedTenant } from '../../../src/record/stored-tenant.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { buildHead } from '../../support/build-view.js';

const OWN = '7f9c24e5-4b5a-4d7e-9d0a-3f1f0a6b8c11';
const FOREIGN = '11111111-4b5a-4d7e-9d0a-3f1f0a6b8c11';
const UNKNOWN = '22222222-4b5a-4d7e-9d0a-3f1f0a6b8c11';
const JUST_MADE = '33333333-4b5a-4d7e-9d0a-3f1f0a6b8c11';

const asker: Asker = { tenant: 'acme', routes: ['code', 'smalltalk'], models: ['small', 'large'] };

interface Kept extends FeedbackStore {
  readonly rows: Feedback[];
}

function buildStore(changes: Partial<FeedbackStore> = {}): Kept {
  const rows: Feedback[] = [];
  const tenants = new Map([
    [OWN, 'acme'],
    [FOREIGN, 'umbrella'],
  ]);
  return {
    rows,
    find: (id) => {
      const tenant = tenants.get(id);
      return Promise.resolve(tenant === undefined ? undefined : buildStoredRecord(id, { tenant }));
    },
    addFeedback: (feedback) => {
      const fresh = feedback.filter(
        ({ decision, source }) => !rows.some((row) => row.decision === decision && row.source === source),
      );
      rows.push(...fresh);
      return Promise.resolve(fresh.length);
    },
    ...changes,
  };
}

function open(store: FeedbackStore | undefined, options: Partial<FeedbackKeeperOptions> = {}): FeedbackDesk {
  const records = store && {
    store: { get: () => Promise.resolve(store) },
    addFeedback: (feedback: Feedback) => void store.addFeedback([feedback]),
  };
  return createFeedbackDesk(records, {
    ...{ onOutage: () => undefined, onRecovery: () => undefined, now: () => 1_000 },
    ...options,
  });
}

async function send(desk: FeedbackDesk, fields: object, as: Partial<Asker> = {}): Promise<Reply> {
  return desk.onBody(Buffer.from(JSON.stringify(fields)), { ...asker, ...as });
}

const codeOf = ({ status, body }: Reply): readonly unknown[] => {
  const { error } = JSON.parse(body) as { readonly error?: { readonly code: string } };
  return [status, error?.code];
};

describe('createFeedbackDesk', () => {
  it('keeps what the tenant says about its own decision', async () => {
    const store = buildStore();
    const reply = await send(open(store), { decision: OWN, thumbs: 'down', model: 'large', tags: ['wrong'] });
    assert.deepEqual([reply.status, JSON.parse(reply.body)], [200, { object: 'feedback', decision: OWN }]);
    assert.deepEqual(store.rows, [
      {
        ...{ decision: OWN, source: 'user', at: 1_000, score: 0 },
        ...{ route: null, model: 'large', tags: ['wrong'] },
      },
    ]);
  });

  it('gives one answer for what is not there and for what is not theirs', async () => {
    const store = buildStore();
    const desk = open(store);
    desk.decided(JUST_MADE, 'umbrella');
    const replies: Reply[] = [];
    for (const decision of [FOREIGN, UNKNOWN, JUST_MADE]) {
      replies.push(await send(desk, { decision, thumbs: 'up' }));
    }
    replies.push(await send(desk, { decision: OWN, thumbs: 'up' }, { tenant: undefined }));
    const bare = replies.map(({ body, ...rest }) => ({ ...rest, body: body.replace(/[\da-f-]{36}/g, 'ID') }));
    assert.deepEqual(codeOf(replies[0] ?? assert.fail()), [404, 'decision_not_found']);
    for (const reply of bare) assert.deepEqual(reply, bare[0]);
    assert.deepEqual(store.rows, []);
  });

  it('takes feedback on a decision whose record is not stored yet', async () => {
    const desk = open(buildStore());
    desk.decided(JUST_MADE, 'acme');
    assert.equal((await send(desk, { decision: JUST_MADE, score: 1 })).status, 200);
    desk.decided(UNKNOWN, undefined);
    assert.equal((await send(desk, { decision: UNKNOWN, score: 1 }, { tenant: undefined })).status, 200);
  });

  it('knows a tenant of a long name from the store, and no other of the same beginning', async () => {
    const owner = `${'x'.repeat(256)}-owner`;
    const stored = buildStoredRecord(OWN, { tenant: storedTenant(owner) });
    const desk = open(buildStore({ find: () => Promise.resolve(stored) }));
    for (const tenant of [`${'x'.repeat(256)}-other`, 'x'.repeat(256), stored.tenant ?? undefined]) {
      assert.equal((await send(desk, { decision: OWN, score: 1 }, { tenant })).status, 404);
    }
    assert.equal((await send(desk, { decision: OWN, score: 1 }, { tenant: owner })).status, 200);
  });

  it('refuses a second vote, also at the same time', async () => {
    const desk = open(buildStore());
    const votes = await Promise.all([1, 0].map((score) => send(desk, { decision: OWN, score })));
    assert.deepEqual(votes.map(({ status }) => status).sort(), [200, 409]);
    assert.deepEqual(codeOf(await send(desk, { decision: OWN, score: 1 })), [409, 'feedback_repeated']);
    assert.equal(desk.counts.taken, 1);
    assert.deepEqual(desk.counts.refused, { feedback_repeated: 2 });
  });

  it('refuses routes and models that there are not, and says which there are', async () => {
    const store = buildStore();
    const desk = open(store);
    const meant = await send(desk, { decision: OWN, model: 'larg' });
    assert.deepEqual(codeOf(meant), [400, 'field_invalid']);
    assert.match(meant.body, /did you mean \\"large\\"\?/);
    const far = await send(desk, { decision: OWN, route: 'xylophones' });
    assert.match(far.body, /known are: code, smalltalk\./);
    assert.deepEqual(store.rows, []);
  });

  it('answers in time when the store does not, and does not pile up', async () => {
    const faults: unknown[] = [];
    const hung = buildStore({ find: () => new Promise(() => undefined) });
    const desk = open(hung, { deadlineMs: 5, capacity: 1, onOutage: (error) => faults.push(error) });
    const late = send(desk, { decision: OWN, thumbs: 'up' });
    assert.deepEqual(codeOf(await send(desk, { decision: OWN, thumbs: 'up' })), [503, 'store_unavailable']);
    assert.equal(faults.length, 0, 'the second one did not ask');
    assert.deepEqual(codeOf(await late), [503, 'store_unavailable']);
    assert.equal(faults.length, 1);
  });

  it('tells of an outage once, and of its end', async () => {
    const told: unknown[] = [];
    const gone = new DragomanError('store_unavailable', 'locked');
    let [isGone, time] = [true, 1_000];
    const store = buildStore();
    const desk = open(
      {
        ...store,
        addFeedback: (rows) => (isGone ? Promise.reject(gone) : store.addFeedback(rows)),
      },
      {
        onOutage: (error) => told.push(error),
        onRecovery: (outage) => told.push(outage),
        now: () => time,
      },
    );
    await Promise.all([0, 1, 0].map((score) => send(desk, { decision: OWN, score })));
    assert.deepEqual(told, [gone]);
    [isGone, time] = [false, 5_000];
    assert.equal((await send(desk, { decision: OWN, score: 0 })).status, 200);
    assert.equal((await send(desk, { decision: OWN, score: 0 })).status, 409);
    assert.deepEqual(told, [gone, { ms: 4_000, refused: 3 }]);
  });

  it('says that the store is gone, and not where it was', async () => {
    const error = new DragomanError('store_unavailable', 'postgres://secret@host is gone');
    const desk = open(buildStore({ addFeedback: () => Promise.reject(error) }));
    const reply = await send(desk, { decision: OWN, thumbs: 'up' });
    assert.deepEqual(codeOf(reply), [503, 'store_unavailable']);
    assert.doesNotMatch(reply.body, /secret/);
  });

  it('says so where no records are kept', async () => {
    const desk = open(undefined);
    const head = buildHead({}, '/v1/feedback');
    assert.deepEqual(codeOf(desk.onHeaders(head) ?? assert.fail()), [503, 'records_off']);
    assert.deepEqual(codeOf(await send(desk, { decision: OWN, thumbs: 'up' })), [503, 'records_off']);
    desk.noticed({ decision: OWN, source: 'reask', model: undefined });
    assert.deepEqual(desk.counts.noticed, { reask: 1, regenerate: 0, switch: 0 });
  });

  it('answers from the head what needs no body', () => {
    const desk = open(buildStore());
    assert.equal(desk.onHeaders(buildHead({}, '/v1/feedback')), undefined);
    const get = desk.onHeaders(buildHead({}, '/v1/feedback', 'GET'));
    assert.deepEqual(codeOf(get ?? assert.fail()), [405, 'method_not_allowed']);
    assert.deepEqual(get?.headers.at(-1), ['allow', 'POST']);
    const huge = desk.onHeaders(buildHead({ 'content-length': '9000000' }, '/v1/feedback'));
    assert.deepEqual(codeOf(huge ?? assert.fail()), [413, 'body_too_large']);
  });

  it('passes on what it noticed', () => {
    const store = buildStore();
    const desk = open(store);
    desk.noticed({ decision: OWN, source: 'switch', model: 'large' });
    assert.deepEqual(store.rows[0], {
      ...{ decision: OWN, source: 'switch', at: 1_000, score: 0 },
      ...{ route: null, model: 'large', tags: [] },
    });
    assert.deepEqual(desk.counts.noticed, { reask: 0, regenerate: 0, switch: 1 });
  });
});
