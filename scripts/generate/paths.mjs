import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Writes a Markdown file under the repository root as the formatter would leave it. */
export async function writeMarkdown(name, text) {
  const path = join(root, name);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
