import { formatPath } from '../../config/problem.js';
import type { Cursor } from '../cursor.js';
import { flatSectionOf } from './fields.js';

/** The definitions of signals that something of ours can say. */
export interface SignalBook {
  /** By the type of a condition and the name that it asks for. */
  find(type: string, name: string): Cursor | undefined;
  /** Says that a Route uses the definition. */
  use(definition: Cursor): void;
  /** Tells of the definitions that nothing uses. */
  close(): void;
}

/** The section of a signal by the type of a condition, in the layouts with `signals`. */
const SECTIONS: Readonly<Record<string, string>> = {
  keyword: 'keywords',
  embedding: 'embeddings',
  domain: 'domains',
  language: 'language',
  context: 'context',
  complexity: 'complexity',
  jailbreak: 'jailbreak',
  pii: 'pii',
  safety: 'safety',
  user_feedback: 'user_feedbacks',
  reask: 'reasks',
  structure: 'structure',
};

/** @param places where a section `signals` may stand; the flat sections, such as `keyword_rules`, are at the last */
export function openSignalBook(places: readonly Cursor[]): SignalBook {
  const used = new Set<string>();
  const definitionsOf = (section: string): readonly Cursor[] => {
    const lists = places.map((place) => place.at('signals', section));
    const flat = places.at(-1)?.at(flatSectionOf(section));
    return [...lists, ...(flat === undefined ? [] : [flat])].flatMap((list) => list.items());
  };
  return {
    find: (type, name) =>
      Object.hasOwn(SECTIONS, type)
        ? definitionsOf(SECTIONS[type] ?? '').find((rule) =>
            ['name', 'category'].some((key) => rule.at(key).value === name),
          )
        : undefined,
    use: (definition) => used.add(formatPath(definition.path)),
    close: () => {
      for (const definition of Object.values(SECTIONS).flatMap(definitionsOf)) {
        // Such a domain is no definition alone.
        if (used.has(formatPath(definition.path)) || definition.at('model_scores').exists) continue;
        definition.tell('lost', 'no Route uses it');
      }
    },
  };
}
