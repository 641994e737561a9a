import { licencesPage } from '../licences.mjs';
import { writeMarkdown } from './write-markdown.mjs';

/** Writes docs/licences.md. */
export async function generateLicences() {
  await writeMarkdown('docs/licences.md', licencesPage());
}
