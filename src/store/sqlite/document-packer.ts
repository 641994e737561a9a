import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Makes documents of one shape small: several together, and what they have in common with a dictionary not at all. */
export interface DocumentPacker {
  /** @param documents without line breaks, as `JSON.stringify` writes them */
  readonly pack: (documents: readonly string[]) => Uint8Array;
  /** @throws Error for bytes that were not packed with this dictionary */
  readonly unpack: (bytes: Uint8Array) => string[];
}

/** The lowest level that looks for longer matches; higher ones take twice the time for a twentieth of the size. */
const LEVEL = 4;

/** @param dictionary text that the documents have much in common with, most of all at its end */
export function createPacker(dictionary: Uint8Array): DocumentPacker {
  return {
    pack: (documents) => deflateRawSync(documents.join('\n'), { dictionary, level: LEVEL }),
    unpack: (bytes) => inflateRawSync(bytes, { dictionary }).toString('utf8').split('\n'),
  };
}
