import { ASSIGNED_BROADLY } from './assigned.js';
import type { Judgement, PiiKind } from './kind.js';
import { KEY_KINDS } from './secrets.js';

const found: Judgement = { confidence: 0.9 };

/** Also one that is cut off, or whose line ends are written as `\n`. */
const PRIVATE_KEY: PiiKind = {
  type: 'PRIVATE_KEY',
  pattern:
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[A-Za-z\d+/=\s:,.\\]|-(?!-{4})){0,16000}-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?:(?:\s|\\[nr]){1,6}[A-Za-z\d+/=]{16,16000}){0,300})/g,
  judge: () => found,
};

const ISSUED_KEY: PiiKind = {
  type: 'API_KEY',
  pattern:
    /(?<![A-Za-z\d])(?:gh[pousr]_[A-Za-z\d]{8,4096}|github_pat_\w{8,4096}|glpat-[\w-]{8,4096}|sk-[A-Za-z\d][\w-]{10,4096})/g,
  judge: ([match]) => (/\d|[a-z][A-Z]/.test(match.slice(4)) ? found : { confidence: 0 }),
};

/** `Authorization: Basic ...`, `Bearer ...` */
const CREDENTIALS: PiiKind = {
  type: 'API_KEY',
  pattern: /(?<=\b(?:bearer|basic)\s{1,3})[\w+/=.~-]{8,4096}/gi,
  judge: ([match]) => (/\d|[a-z][A-Z]|=$/.test(match) ? found : { confidence: 0 }),
};

const URL_CREDENTIALS: PiiKind = {
  type: 'URL_CREDENTIALS',
  pattern: /(?<![\w+])[a-z][a-z\d+.-]{1,20}:\/\/[^\s:@/"'<>]{0,128}:[^\s"<>]{1,256}@[\w.-]{1,255}/gi,
  judge: () => found,
};

/** Everybody's, also those at domains for examples: people have accounts such as `name@` and companies such as `test.` */
const EMAIL: PiiKind = {
  type: 'EMAIL_ADDRESS',
  pattern:
    /(?<![\p{L}\p{N}_.+%’-])[\p{L}\p{N}_.+%’-]{1,256}(?:@|\s?[([{]\s?at\s?[)\]}]\s?)(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.){1,10}\p{L}{2,24}/giu,
  judge: () => found,
};

/**
 * What redaction looks for in the place of `SECRET_KINDS`, and before all others. What documentation puts in a secret's place counts:
 * `example` and `xxxx` occur in real ones as well.
 */
export const BROAD_KINDS: readonly PiiKind[] = [
  PRIVATE_KEY,
  ...KEY_KINDS.filter(({ type }) => type !== PRIVATE_KEY.type).map(({ type, pattern }) => ({
    type,
    pattern,
    judge: () => found,
  })),
  ISSUED_KEY,
  CREDENTIALS,
  URL_CREDENTIALS,
  EMAIL,
  ASSIGNED_BROADLY,
];
