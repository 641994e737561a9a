/**
 * A row of a batch that the store can never take, as its value or its size is against the columns. Unlike a DragomanError, it
 * does not pass: nothing of the batch was written, and the rest of it can be written without the row.
 */
export class RefusedRow extends Error {
  override readonly name = 'RefusedRow';
}
