/** Codes of gRPC that are answered here: https://grpc.io/docs/guides/status-codes/ */
export const STATUS = {
  ok: 0,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;

/** How a call ends that did not go well. */
export class CallFailure extends Error {
  readonly code: number;

  constructor(code: number, details: string) {
    super(details);
    this.name = 'CallFailure';
    this.code = code;
  }
}
