/** Largest answer that is read, in bytes after decompression; a larger one is not judged. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** Deepest nesting of arrays and objects in what an upstream sends, and in JSON that a model writes. */
export const MAX_ANSWER_DEPTH = 128;
