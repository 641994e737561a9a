import type { Condition, SignalName } from '../../config/api/v1alpha1/route.js';

/** One thing that must hold. Labels are of a signal; words and patterns are looked for in the last user turn. */
export type Literal =
  | { readonly kind: 'is'; readonly signal: SignalName; readonly labels: readonly string[] }
  | {
      readonly kind: 'bounds';
      readonly signal: SignalName;
      readonly above?: number | undefined;
      readonly below?: number | undefined;
    }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'examples'; readonly texts: readonly string[] };

/** Any of the lists must hold, and of it all literals: `[[]]` always holds, `[]` never. */
export type Formula = readonly (readonly Literal[])[];

export const ALWAYS: Formula = [[]];
export const NEVER: Formula = [];

/** Most lists of a formula: a Route has at most 64 rules. */
export const MAX_RULES = 64;

export function anyOf(formulas: readonly Formula[]): Formula {
  return uniteLabels(formulas.flat());
}

/** @returns `undefined` when that takes more than {@link MAX_RULES} lists */
export function allOf(formulas: readonly Formula[]): Formula | undefined {
  let all: Formula = ALWAYS;
  for (const formula of formulas) {
    all = all.flatMap((one) => formula.map((other) => [...one, ...other]));
    if (all.length > MAX_RULES) return undefined;
  }
  return all;
}

/** Lists of one signal's labels alone become one list, and so do lists of words. */
function uniteLabels(lists: Formula): Formula {
  const united: (readonly Literal[])[] = [];
  for (const list of lists) {
    const [literal, second] = list;
    const at = united.findIndex(
      ([other, more]) => more === undefined && second === undefined && isAlike(literal, other),
    );
    const other = united[at]?.[0];
    if (literal?.kind === 'is' && other?.kind === 'is') {
      united[at] = [{ ...literal, labels: [...new Set([...other.labels, ...literal.labels])] }];
    } else if (literal?.kind === 'words' && other?.kind === 'words') {
      united[at] = [{ ...literal, words: [...new Set([...other.words, ...literal.words])] }];
    } else united.push(list);
  }
  return united;
}

function isAlike(a: Literal | undefined, b: Literal | undefined): boolean {
  if (a?.kind === 'is' && b?.kind === 'is') return a.signal === b.signal;
  return a?.kind === 'words' && b?.kind === 'words';
}

/** The conditions on signals of a list, one for each signal; `undefined` when they contradict each other. */
export function conditionsOf(list: readonly Literal[]): Condition[] | undefined {
  const conditions = new Map<SignalName, Condition>();
  for (const literal of list) {
    if (literal.kind !== 'is' && literal.kind !== 'bounds') continue;
    const { signal } = literal;
    const known = conditions.get(signal);
    if (literal.kind === 'is') {
      const { is } = known ?? {};
      const labels = is === undefined ? literal.labels : is.filter((label) => literal.labels.includes(label));
      if (labels.length === 0) return undefined;
      conditions.set(signal, { signal, is: [...labels] });
    } else {
      const above = largest(known?.above, literal.above);
      const below = smallest(known?.below, literal.below);
      if (above !== undefined && below !== undefined && above >= below) return undefined;
      const bounds = { ...(above !== undefined && { above }), ...(below !== undefined && { below }) };
      conditions.set(signal, { signal, ...bounds });
    }
  }
  return [...conditions.values()];
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
