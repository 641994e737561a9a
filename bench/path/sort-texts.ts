import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Texts by the layer that decides them. */
export interface SortedTexts {
  readonly fast: readonly string[];
  readonly encoder: readonly string[];
}

/**
 * Finds out which layer decides each text, in a process that ends before anything is measured.
 *
 * @param registry folder of the registry
 * @param work scratch folder; `vectors` below it keeps the embeddings of the examples for the next start
 */
export async function sortTexts(
  texts: readonly string[],
  registry: string,
  work: string,
): Promise<SortedTexts> {
  const file = join(work, 'texts.json');
  await writeFile(file, JSON.stringify(texts));
  const program = fileURLToPath(new URL('sort-texts-process.js', import.meta.url));
  const args = [program, file, registry, vectorFolder(work)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as SortedTexts;
}

/** For `--cache` of `dragoman serve`. */
export function vectorFolder(work: string): string {
  return join(work, 'vectors');
}
