import type { Cursor } from './cursor.js';
import type { RegistryDraft } from './draft.js';

/** What conversion may know beside the source. */
export interface ConvertOptions {
  /** Base URL of a LiteLLM proxy that serves the models whose provider is not OpenAI-compatible. Default: they are left out. */
  readonly through?: string | undefined;
  /** For addresses that stand in variables; keys are never read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads a source through its top and drafts the registry that it becomes. */
export type Converter = (root: Cursor, options: ConvertOptions) => RegistryDraft;
