/** For a limit of a circuit breaker that another one already sets; left out, Envoy's default would be 1024, or 3 retries. */
export const UNLIMITED = 1_000_000;
