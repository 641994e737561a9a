import { hash } from 'node:crypto';

/**
 * A number in [0, 1) that is the same in every process: the first 48 bits of a SHA-256.
 *
 * @param purpose so that what is drawn for one does not tell what is drawn for another
 * @param unit what is drawn for, such as the name of a conversation
 */
export function drawOf(purpose: string, unit: string): number {
  const digits = hash('sha256', `dragoman ${purpose} ${unit}`, 'hex').slice(0, 12);
  return Number.parseInt(digits, 16) / 2 ** 48;
}
