import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { madeUpRoutes } from '../heads/made-up-routes.js';
import { writeBenchRegistry } from '../registry.js';
import { LONGEST_ASK } from './bodies.js';

/** The fast head decides alone only where some 460 examples of clear routes show that it may. */
const EXAMPLES = 60;
const OWN_SHARE = 0.9;
const FULL = { routes: 20, asked: 120 };
const SMALL = { routes: 10, asked: 20 };

/**
 * Writes `bench/path/registry` with made-up routes that have examples enough for the fast head.
 *
 * @returns texts that are no examples: clear ones, and ones that resemble two routes
 */
export async function writePathRegistry(
  folder: string,
  upstream: number,
  isSmall: boolean,
): Promise<string[]> {
  await writeBenchRegistry(folder, upstream, 'bench/path/registry');
  const { routes, asked } = isSmall ? SMALL : FULL;
  const size = { routes, examples: EXAMPLES + asked, dimensions: 1, ownShare: OWN_SHARE };
  const made = madeUpRoutes(size);
  const documents = made.map(({ route, texts }) => {
    const spec = `{ target: small, examples: ${JSON.stringify(texts.slice(0, EXAMPLES))} }`;
    return `---\napiVersion: dragoman.dev/v1alpha1\nkind: Route\nmetadata: { name: ${route} }\nspec: ${spec}\n`;
  });
  await writeFile(join(folder, 'made-up.yaml'), documents.join(''));
  const clear = made.flatMap(({ texts }) => texts.slice(EXAMPLES)).filter(isPlain);
  return [...clear, ...clear.map((text, at) => mixed(text, clear[(at + asked) % clear.length] ?? ''))];
}

/** One wish: a text of several is read clause by clause, and costs as many embeddings. */
function isPlain(text: string): boolean {
  return text.length <= LONGEST_ASK && !text.includes(' and ');
}

/** The words of the first, every other one from the second: a bit of two routes. */
function mixed(first: string, second: string): string {
  const others = second.split(' ');
  const words = first.split(' ').map((word, at) => (at % 2 === 0 ? word : (others[at] ?? word)));
  return words.join(' ').slice(0, LONGEST_ASK);
}
