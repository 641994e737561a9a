/** A file that an encoder may be taken from. */
export interface SourceFile {
  readonly bytes: number;
  /** @throws Error when it cannot be read or is damaged */
  read(): Promise<Buffer>;
}
