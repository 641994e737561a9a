import type { AdminEndpoint, AdminReply } from '../admin/endpoint.js';
import { problemReply } from '../admin/problem-reply.js';
import type { Snapshot } from '../router/snapshot.js';
import type { EvidenceDesk } from './evidence/evidence-desk.js';
import { EVIDENCE_PARAMETERS } from './evidence/evidence-parameters.js';
import { EVIDENCE_KINDS, type EvidenceKind, RECORDS_OFF } from './evidence/evidence-question.js';
import { readQuestion } from './evidence/read-question.js';
import { explainEndpoint } from './explain-endpoint.js';

export interface ConsoleParts {
  /** The one in service; `undefined` until there is one. */
  readonly snapshot: () => Snapshot | undefined;
  readonly desk: EvidenceDesk;
  /** Whether there is a store of records. */
  readonly keepsRecords: boolean;
}

/** What the console reads beyond plain serving state: `POST /explain`, and what is worked out from records and examples. */
export function consoleEndpoints({ snapshot, desk, keepsRecords }: ConsoleParts): readonly AdminEndpoint[] {
  return [
    explainEndpoint(snapshot),
    ...EVIDENCE_KINDS.map((kind): AdminEndpoint => ({
      method: 'GET',
      path: `/${kind}`,
      ...ABOUT[kind],
      parameters: EVIDENCE_PARAMETERS[kind],
      handle: ({ query }) => answer(kind, query, desk, keepsRecords),
    })),
  ];
}

const ABOUT: Readonly<Record<EvidenceKind, Pick<AdminEndpoint, 'summary' | 'response'>>> = {
  report: {
    summary:
      'What routing cost and saved, and what trials say: as `dragoman report --json`. Needs --records.',
    response: 'Report',
  },
  drift: {
    summary:
      'What is no longer as it was, and kinds of requests that no route covers: as `dragoman drift --json`. Needs --records.',
    response: 'Drift',
  },
  quality: {
    summary:
      'Success, verdicts, opinions, cost, escalations and margins of each route, day by day (UTC), with 95 % intervals. Needs --records.',
    response: 'QualityOverTime',
  },
  map: {
    summary:
      'Examples, recent traffic whose text was kept, and kinds of requests that no route covers, on the plane on which the routes lie apart. Needs an encoder.',
    response: 'RoutesMap',
  },
  confusion: {
    summary:
      'How often requests of one route go to another: by labels that people gave, or by examples that were held out.',
    response: 'ConfusionView',
  },
};

/** What is worked out from records alone. */
const OF_RECORDS: readonly EvidenceKind[] = ['report', 'drift', 'quality'];

async function answer(
  kind: EvidenceKind,
  query: URLSearchParams,
  desk: EvidenceDesk,
  keepsRecords: boolean,
): Promise<AdminReply> {
  const question = { kind, query: Object.fromEntries(query) };
  // Before a process is asked, which reads it anew: 7d ago is then a little later.
  const read = readQuestion(question, Date.now());
  if (!read.ok) return problemReply(read.problem);
  if (!keepsRecords && OF_RECORDS.includes(kind)) return problemReply(RECORDS_OFF.problem);
  const answered = await desk.ask(question);
  if (!answered.ok) return problemReply(answered.problem);
  return { kind: 'content', status: 200, contentType: 'application/json', content: answered.value };
}
