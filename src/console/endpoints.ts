import type { AdminEndpoint, AdminReply } from '../admin/endpoint.js';
import { problemReply } from '../admin/problem-reply.js';
import type { Snapshot } from '../router/snapshot.js';
import type { EvidenceDesk } from './evidence/evidence-desk.js';
import { type EvidenceKind, RECORDS_OFF } from './evidence/evidence-kind.js';
import { EVIDENCE_KINDS, type EvidenceName } from './evidence/evidence-kinds.js';
import { explainEndpoint } from './explain-endpoint.js';
import { consoleFileEndpoints } from './file-endpoints.js';

export interface ConsoleParts {
  /** The one in service; `undefined` until there is one. */
  readonly snapshot: () => Snapshot | undefined;
  readonly desk: EvidenceDesk;
  /** Whether there is a store of records. */
  readonly keepsRecords: boolean;
}

/** The console's own files, and what it reads beyond plain serving state: `POST /explain`, and evidence. */
export function consoleEndpoints({ snapshot, desk, keepsRecords }: ConsoleParts): readonly AdminEndpoint[] {
  const kinds = Object.entries(EVIDENCE_KINDS) as [EvidenceName, EvidenceKind][];
  return [
    ...consoleFileEndpoints(),
    explainEndpoint(snapshot),
    ...kinds.map(([kind, { summary, response, parameters }]): AdminEndpoint => ({
      ...{ method: 'GET', path: `/${kind}`, summary, response, parameters },
      handle: ({ query }) => answer(kind, Object.fromEntries(query), desk, keepsRecords),
    })),
  ];
}

async function answer(
  kind: EvidenceName,
  query: Readonly<Record<string, string>>,
  desk: EvidenceDesk,
  keepsRecords: boolean,
): Promise<AdminReply> {
  const { prepare, needsRecords } = EVIDENCE_KINDS[kind];
  // Before a process is asked, which reads it anew: 7d ago is then a little later.
  const prepared = prepare(query, Date.now());
  if (!prepared.ok) return problemReply(prepared.problem);
  if (!keepsRecords && needsRecords) return problemReply(RECORDS_OFF.problem);
  const answered = await desk.ask({ kind, query });
  if (!answered.ok) return problemReply(answered.problem);
  return { kind: 'content', status: 200, contentType: 'application/json', content: answered.value };
}
