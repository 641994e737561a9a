import { REASONS } from '../../decision/reason.js';
import { DragomanError, fail, ok, type Result } from '../../errors.js';
import { readCursor } from '../../store/page-cursor.js';
import type { RecordFilter } from '../../store/record-store.js';
import type { AdminView } from '../admin-view.js';
import type { DecisionsPage, DecisionStory } from '../api/decisions.js';
import { FILTER_PARAMETERS, readFilter, readPeriod, TIME_PARAMETERS } from '../query/decision-filter.js';
import { decisionLine } from '../decision-line.js';
import type { AdminEndpoint, AdminReply } from '../endpoint.js';
import { pageRecent } from '../page-recent.js';
import { problemReply } from '../problem-reply.js';
import { queryParameter } from '../query/query-parameter.js';
import { readWhole } from '../query/read-number.js';
import { traceUrlOf } from '../trace-url.js';

const MOST_A_PAGE = 200;
const PAGE = 50;

/** Nothing that a database could stumble over. */
const ID = /^[\w-]{1,64}$/;

/** Rows of opinions and comparisons that one decision's story holds. */
const MOST_ROWS = 100;

export function decisionEndpoints(view: AdminView): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/decisions',
      summary: 'Finished decisions, newest first, a page at a time.',
      parameters: [
        ...FILTER_PARAMETERS,
        ...TIME_PARAMETERS,
        queryParameter('limit', 'integer', `Lines, from 1 to ${MOST_A_PAGE}. Default ${PAGE}.`),
        queryParameter('after', 'string', 'The `next` of the page before.'),
      ],
      response: 'DecisionsPage',
      handle: ({ query }) => list(view, query),
    },
    {
      method: 'GET',
      path: '/decisions/{id}',
      summary: 'All that is known of one decision.',
      parameters: [
        { name: 'id', in: 'path', type: 'string', description: 'Id of the decision, as its client got it.' },
      ],
      response: 'DecisionStory',
      handle: ({ parts }) => tell(view, parts['id'] ?? ''),
    },
  ];
}

interface PageRequest {
  readonly filter: RecordFilter;
  readonly limit: number;
  readonly after: string | undefined;
}

async function list({ store, recent }: AdminView, query: URLSearchParams): Promise<AdminReply> {
  const asked = readPageRequest(query);
  if (!asked.ok) return problemReply(asked.problem);
  const { filter, limit, after } = asked.value;
  const stored = store && (await orAway(async () => (await store.get()).page(filter, limit, after)));
  const page = stored ?? pageRecent(recent.list(), filter, limit, after);
  const body: DecisionsPage = {
    decisions: page.records.map(decisionLine),
    next: page.next ?? null,
    source: stored ? 'store' : 'memory',
  };
  return { kind: 'json', status: 200, body };
}

/** `undefined` while the store is away: what memory has is better than nothing. */
async function orAway<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DragomanError && error.code === 'store_unavailable') return undefined;
    throw error;
  }
}

function readPageRequest(query: URLSearchParams): Result<PageRequest> {
  const filter = readFilter(query);
  if (!filter.ok) return filter;
  const period = readPeriod(query, Date.now());
  if (!period.ok) return period;
  const limit = readWhole('limit', query.get('limit'), { least: 1, most: MOST_A_PAGE, byDefault: PAGE });
  if (!limit.ok) return limit;
  const after = query.get('after') ?? undefined;
  if (after !== undefined && !isCursor(after)) {
    return fail(
      'field_invalid',
      'The parameter "after" is no place in the decisions; send the "next" of a page.',
    );
  }
  return ok({ filter: { ...filter.value, ...period.value }, limit: limit.value, after });
}

function isCursor(text: string): boolean {
  try {
    readCursor(text);
    return true;
  } catch {
    return false;
  }
}

/** A record that was just made may be in memory only; while the store is away, no other is to be had. */
async function tell({ store, recent, traceUrl }: AdminView, id: string): Promise<AdminReply> {
  const kept = recent.find(id);
  const opened = kept && store ? await orAway(() => store.get()) : await store?.get();
  const record = kept ?? (ID.test(id) ? await opened?.find(id) : undefined);
  if (record === undefined) {
    return problemReply({
      code: 'decision_not_found',
      message: `There is no decision ${JSON.stringify(id.slice(0, 64))}. If its answer has just ended, ask again in a second; old ones are in a store only.`,
    });
  }
  const body: DecisionStory = {
    record,
    meaning: REASONS[record.reason],
    feedback: opened ? await firstRows(opened.feedback({ id })) : [],
    comparisons: opened ? await firstRows(opened.comparisons({ id })) : [],
    traceUrl: traceUrlOf(traceUrl, record),
  };
  return { kind: 'json', status: 200, body };
}

async function firstRows<Row>(batches: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) {
    rows.push(...batch.slice(0, MOST_ROWS - rows.length));
    if (rows.length >= MOST_ROWS) break;
  }
  return rows;
}
