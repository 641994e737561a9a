import type { AdminParameter } from '../../admin/endpoint.js';
import type { Registry } from '../../config/registry.js';
import { fail, ok, type Result } from '../../errors.js';
import type { RecordStore } from '../../store/record-store.js';
import type { EmbedSome } from './evidence-embedder.js';

/** Parameters by name, as they were sent. */
export type EvidenceQuery = Readonly<Record<string, string>>;

/** What answers are worked out from. */
export interface EvidenceSources {
  /** `undefined` where no records are kept. */
  readonly store: RecordStore | undefined;
  /** As it is in its folder now; `undefined` while it is not valid. */
  readonly registry: () => Registry | undefined;
  /** Opened when it is first asked for; `undefined` without an encoder. @throws DragomanError `encoder_invalid` */
  readonly embed: () => Promise<EmbedSome | undefined>;
}

/** What a kind says of itself. */
interface KindSpec<Asked> {
  /** One line for the reference. */
  readonly summary: string;
  /** Name of the answer's type in `console/api`. */
  readonly response: string;
  /** Whether nothing can be said where no records are kept. */
  readonly needsRecords: boolean;
  readonly parameters: readonly AdminParameter[];
  /**
   * @param now milliseconds since 1970
   * @returns `field_invalid` that quotes the value and the limit
   */
  readonly read: (query: EvidenceQuery, now: number) => Result<Asked>;
  /** Imports by itself what it works with: the process that serves knows the kinds too, and works nothing out. */
  readonly answer: (asked: Asked, sources: EvidenceSources) => Promise<Result<object>>;
}

/** One kind of question that takes longer than a request may wait for. All that is known of it is in its file. */
export interface EvidenceKind<Asked = unknown> extends Omit<KindSpec<Asked>, 'answer'> {
  /** Reads the parameters, and gives what works the answer out. */
  readonly prepare: (
    query: EvidenceQuery,
    now: number,
  ) => Result<(sources: EvidenceSources) => Promise<Result<object>>>;
}

export function evidenceKind<Asked>({ answer, ...spec }: KindSpec<Asked>): EvidenceKind<Asked> {
  return {
    ...spec,
    prepare(query, now) {
      const asked = spec.read(query, now);
      return asked.ok ? ok((sources) => answer(asked.value, sources)) : asked;
    },
  };
}

export const RECORDS_OFF = fail(
  'records_off',
  'No records are kept to work this out from; start serve with --records.',
);

export const REGISTRY_INVALID = fail(
  'evidence_failed',
  'The registry in its folder is not valid now, so nothing can be held against it; see GET /config, and dragoman check.',
);
