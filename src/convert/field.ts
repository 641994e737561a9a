/** What becomes of a key of another router's configuration. */
export type Field =
  | {
      readonly fate: 'carried';
      /** The field of ours that it becomes. */
      readonly to: string;
    }
  | {
      readonly fate: 'dropped';
      /** Why, as a clause. */
      readonly why: string;
      /** What to do instead. */
      readonly instead?: string;
    }
  | {
      /** It decides nothing, such as a description: all of these are told of together. */
      readonly fate: 'idle';
    };

/**
 * Fields by their place, such as `model_list[].litellm_params.rpm`: `[]` is any entry of a list, `*` any key that the table
 * does not name. What is dropped is dropped with all that it holds.
 */
export type FieldTable = Readonly<Record<string, Field>>;

/** A {@link FieldTable} by steps. */
export interface FieldTree {
  readonly field: Field | undefined;
  readonly below: ReadonlyMap<string, FieldTree>;
}

interface Growing {
  field: Field | undefined;
  readonly below: Map<string, Growing>;
}

export function treeOf(table: FieldTable): FieldTree {
  const root: Growing = { field: undefined, below: new Map() };
  for (const [place, field] of Object.entries(table)) {
    let tree = root;
    for (const step of place.replaceAll('[]', '.[]').split('.')) {
      const next: Growing = tree.below.get(step) ?? { field: undefined, below: new Map() };
      tree.below.set(step, next);
      tree = next;
    }
    tree.field = field;
  }
  return root;
}

/** What the table knows of a key or an entry of a place that it knows. */
export function stepDown(tree: FieldTree, step: string | number): FieldTree | undefined {
  if (typeof step === 'number') return tree.below.get('[]');
  return tree.below.get(step) ?? tree.below.get('*');
}
