import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { writeMarkdown } from './write-markdown.mjs';

/** Replaces what stands between `<!-- NAME: ... -->` and `<!-- end of NAME -->` in a Markdown file under the repository root. */
export async function fillBlock(file, name, text) {
  const page = readFileSync(join(root, file), 'utf8');
  const block = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!block.test(page)) throw new Error(`${file} has no block "${name}"`);
  await writeMarkdown(
    file,
    page.replace(block, (_, begin, end) => `${begin}\n${text}\n${end}`),
  );
}
