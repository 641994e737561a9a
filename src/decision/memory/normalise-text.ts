/**
 * One spelling of texts that differ only in ways that no route should depend on: Unicode form (NFKC), case, and white
 * space. What is left is for comparing, never for showing.
 */
export function normaliseText(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  // In two steps: most white space is a single space, which needs no replacing.
  return folded
    .replaceAll(/[^\S ]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}
