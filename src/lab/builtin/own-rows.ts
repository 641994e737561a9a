import { expand } from './prompts/expand.js';
import { OWN_LICENCE, type TrainingRow } from './training-row.js';

/** Templates of our own prompts are dealt to so many sources, so that a part can be left out like any other source. */
const OWN_PARTS = 4;

/** Names of those sources. */
export const OWN_SOURCES: readonly string[] = Array.from({ length: OWN_PARTS }, (_, part) => ownSource(part));

/** Our own prompts of a label, as training rows. */
export function ownRows(
  label: string,
  templates: readonly string[],
  copies: number,
  fillers: Readonly<Record<string, readonly string[]>> = {},
): TrainingRow[] {
  return expand(templates, copies, fillers).map(({ text, template }) => ({
    ...{ text, label, source: ownSource(template % OWN_PARTS), licence: OWN_LICENCE, fit: true },
  }));
}

/** Our own prompts by family; a family is a source, `own:NAME`, and can be left out as a whole. */
export function ownFamilyRows(
  label: string,
  families: Readonly<Record<string, readonly string[]>>,
  emphasis: number,
): TrainingRow[] {
  return Object.entries(families).flatMap(([name, texts]) =>
    texts.map((text) => ({
      ...{ text, label, source: familySource(name), licence: OWN_LICENCE, fit: true, emphasis },
    })),
  );
}

/** The source of a family's rows. */
export function familySource(name: string): string {
  return `own:${name}`;
}

function ownSource(part: number): string {
  return `own:${part + 1}`;
}
