import { dirname, isAbsolute, join } from 'node:path';

/** Path of a file that a document names: beside the document, unless the name is absolute. */
export function namedFile(document: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(document), name);
}
