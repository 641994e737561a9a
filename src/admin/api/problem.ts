/** Every answer of the admin port that is no success. */
export interface AdminError {
  readonly error: {
    /** One of docs/errors.md. */
    readonly code: string;
    /** Says what is wrong and what to do. */
    readonly message: string;
  };
}
