import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AdminView } from '../../../src/admin/admin-view.js';
import type { DecisionLine } from '../../../src/admin/api/decisions.js';
import { liveEndpoints } from '../../../src/admin/endpoints/live-decisions.js';
import { buildAdminView } from '../../support/build-admin-view.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { callEndpoint, problemOf } from '../../support/call-endpoint.js';

const LIVE = 'GET /decisions/live';

async function watch(
  view: AdminView,
  query = '',
): Promise<{ readonly seen: DecisionLine[]; readonly end: () => void }> {
  const reply = await callEndpoint(liveEndpoints(view), LIVE, { query });
  assert.ok(reply.kind === 'events');
  const seen: DecisionLine[] = [];
  return { seen, end: reply.subscribe((line) => seen.push(line as DecisionLine)) };
}

describe('GET /decisions/live', () => {
  it('sends each decision as a line, of those that are meant', async () => {
    const view = buildAdminView();
    const all = await watch(view);
    const some = await watch(view, 'route=code&marginBelow=0.2');
    view.recent.add(buildStoredRecord('a'));
    view.recent.addLater('b', () => buildStoredRecord('b', { route: 'code', margin: 0.1 }));
    all.end();
    view.recent.add(buildStoredRecord('c', { route: 'code', margin: 0.1 }));
    some.end();
    assert.deepEqual(
      all.seen.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(
      some.seen.map(({ id }) => id),
      ['b', 'c'],
    );
  });

  it('sends no more than anybody could read', async (context) => {
    const view = buildAdminView();
    context.mock.method(performance, 'now', () => 5_500);
    const { seen, end } = await watch(view);
    for (let at = 0; at < 1_000; at++) view.recent.add(buildStoredRecord(`r${at}`));
    assert.equal(seen.length, 200);
    context.mock.method(performance, 'now', () => 6_000);
    view.recent.add(buildStoredRecord('later'));
    assert.equal(seen.at(-1)?.id, 'later');
    end();
  });

  it('refuses a filter that it does not know', async () => {
    const problem = problemOf(await callEndpoint(liveEndpoints(buildAdminView()), LIVE, { query: 'arm=x' }));
    assert.equal(problem.code, 'field_invalid');
  });
});
