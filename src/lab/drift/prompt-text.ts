import type { StoredRecord } from '../../record/stored-record.js';

/** A prompt whose text the policy let be kept. */
export interface PromptText {
  readonly at: number;
  /** The route that the record speaks for; see `routeOf`. */
  readonly route: string | null;
  /** The last user turn. */
  readonly text: string;
}

/** `undefined` when no text was kept, or the last user turn has none. */
export function lastUserText({ prompt }: StoredRecord): string | undefined {
  const last = prompt.messages?.findLast(({ role }) => role === 'user');
  const text = last?.text.trim() ?? '';
  return text === '' ? undefined : text;
}
