import { type LabelName, MOST_NAMES, NONE, OTHER } from './metric-labels.js';

/** The names that series may have: those of the registry in service. */
export interface ServedNames {
  readonly routes: Iterable<string>;
  /** Pool names. */
  readonly models: Iterable<string>;
  /** What a client may ask for besides a model, such as `auto`. */
  readonly aliases: Iterable<string>;
}

/** Maps names to label values, so that there are no more of these than the registry has names. */
export interface KnownNames {
  readonly route: (name: string | undefined) => string;
  readonly model: (name: string | undefined) => string;
  /** Of a model that a client asked for. */
  readonly asked: (name: string) => string;
  /** Whether a series with this value of this label may stay; true for labels that hold no names. */
  readonly allows: (label: LabelName, value: string) => boolean;
}

export function knownNames({ routes, models, aliases }: ServedNames): KnownNames {
  const knownRoutes = firstOf(routes);
  const knownModels = firstOf(models);
  const knownAsked = firstOf([...aliases, ...knownModels]);
  const byLabel: Readonly<Partial<Record<LabelName, ReadonlySet<string>>>> = {
    route: knownRoutes,
    model: knownModels,
    gen_ai_response_model: knownModels,
    gen_ai_request_model: knownAsked,
  };
  return {
    route: (name) => valueOf(knownRoutes, name),
    model: (name) => valueOf(knownModels, name),
    asked: (name) => valueOf(knownAsked, name),
    allows: (label, value) => value === OTHER || value === NONE || byLabel[label]?.has(value) !== false,
  };
}

function firstOf(names: Iterable<string>): ReadonlySet<string> {
  return new Set([...names].slice(0, MOST_NAMES));
}

function valueOf(known: ReadonlySet<string>, name: string | undefined): string {
  if (name === undefined) return NONE;
  return known.has(name) ? name : OTHER;
}
