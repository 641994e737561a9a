import { type Cursor, textsOf } from '../cursor.js';
import { isAlias } from '../name-giver.js';
import { openSignalBook, type SignalBook } from './signal-book.js';

/** Where the parts of a configuration stand, whatever its layout. */
export interface Layout {
  readonly decisions: readonly Cursor[];
  /** Domains that name models themselves, the layout before decisions. */
  readonly categories: readonly Cursor[];
  readonly signals: SignalBook;
  /** Models of a decision that stand elsewhere than in it. */
  readonly assigned: (decision: string) => readonly Cursor[];
  /** Names that mean "choose for me". */
  readonly aliases: readonly string[];
  readonly aliasesFrom: readonly Cursor['path'][];
}

/** Finds the parts; of several recipes the first entry point's is read, and the others are told. */
export function findLayout(root: Cursor): Layout {
  const routing = root.at('routing');
  const isDirect = routing.at('decisions').items().length > 0;
  const first = root.at('entrypoints').items()[0];
  const recipe = isDirect ? undefined : findRecipe(root, first);
  // Beside routes of its own, a configuration's entry points lead to other sets of routes.
  const entry = isDirect && first?.at('recipe').exists === true ? undefined : first;
  if (recipe !== undefined) entry?.at('recipe').text();
  for (const other of root.at('recipes').items()) {
    if (other.path.at(-1) !== recipe?.path.at(-1)) {
      other.tell('lost', 'a registry is one set of routes', 'convert the recipe on its own');
    } else other.at('name').text();
  }
  for (const other of root
    .at('entrypoints')
    .items()
    .slice(entry === undefined ? 0 : 1)) {
    other.tell('lost', 'a registry is one set of routes', 'convert its recipe on its own');
  }
  const places = [recipe?.at('routing'), routing, root].filter((place) => place !== undefined);
  const names = textsOf(entry?.at('model_names') ?? root.at('auto_model_name'));
  return {
    decisions: places.map((place) => place.at('decisions').items()).find((list) => list.length > 0) ?? [],
    categories: root
      .at('categories')
      .items()
      .filter((category) => category.at('model_scores').exists),
    signals: openSignalBook(places),
    assigned: (decision) => entry?.at('assignments', decision, 'models').items() ?? [],
    aliases: names.filter((name) => name !== 'auto' && isAlias(name)),
    aliasesFrom: entry === undefined ? [] : [entry.at('model_names').path],
  };
}

function findRecipe(root: Cursor, entry: Cursor | undefined): Cursor | undefined {
  const recipes = root.at('recipes').items();
  const wanted = entry?.at('recipe').value;
  return recipes.find((recipe) => recipe.at('name').value === wanted) ?? recipes[0];
}
