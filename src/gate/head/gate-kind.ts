import type { Ask } from '../ask.js';
import { wishesCode } from '../checks/wishes/wished-code.js';

/** What kind of answer a prompt asks for: the trained gate weighs its features a little differently in each. */
export const GATE_KINDS = ['options', 'json', 'code', 'numbers', 'prose'] as const;

export type GateKind = (typeof GATE_KINDS)[number];

const OPTION_LETTERS = /(?:^|\n)\s*\(?A[.):][\s\S]*\n\s*\(?B[.):][\s\S]*\n\s*\(?C[.):]/;
const HEAD_CHARS = 8_192;

export function gateKindOf({ prompt, responseFormat }: Ask): GateKind {
  const start = prompt.slice(0, HEAD_CHARS);
  if (OPTION_LETTERS.test(start)) return 'options';
  if (responseFormat !== 'text') return 'json';
  if (wishesCode(start)) return 'code';
  return /\d/.test(start) ? 'numbers' : 'prose';
}
