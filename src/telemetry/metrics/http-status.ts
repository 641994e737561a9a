import { ERROR_STATUSES, NONE } from './metric-labels.js';

/** The value of the label `status`. @param status 0 when the client was gone before there was any */
export function hundredOf(status: number): string {
  const hundred = Math.floor(status / 100);
  return hundred >= 2 && hundred <= 5 ? `${hundred}xx` : NONE;
}

const TOLD_APART: ReadonlySet<number> = new Set(ERROR_STATUSES);

/** The value of the label `error_type`; `undefined` for an answer that is no error. */
export function errorTypeOf(status: number): string | undefined {
  if (TOLD_APART.has(status)) return String(status);
  const hundred = hundredOf(status);
  if (hundred === '2xx') return undefined;
  return hundred === NONE ? 'client_gone' : hundred;
}
