import { REFUSED, type PiiKind } from './kind.js';

const secret = (type: string, pattern: RegExp): PiiKind => ({
  type,
  pattern,
  judge: ([match]) => (isPlaceholder(match) ? REFUSED : { confidence: 0.97 }),
});

/** What stands where a secret would, in documentation and templates. */
const PLACEHOLDER =
  /x{4,}|\*{3,}|\.{3}|your[-_ ]?|example|placeholder|changeme|<[^>]*>|\$\{|\{\{|process\.env|environ|getenv|12345678$/i;

function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}

/** `password = ...`, `api key: ...`, "my password is ..." */
const ASSIGNED: PiiKind = {
  type: 'PASSWORD',
  pattern:
    /(?<![a-z])(?:pass(?:word|wd|phrase|code)|pwd|secret(?:[-_ ]?(?:access[-_ ]?)?key)?|api[-_ ]?(?:key|token|secret)|access[-_ ]?(?:key|token)|auth[-_ ]?token|bearer|client[-_ ]?secret)["']?(?: ?(?:=|:|=>) ?| is |  ?)["'`]?([^\s"'`,;<>]{6,200})/gi,
  judge: (match) => {
    const value = (match[1] ?? '').replace(/[.!?)]+$/, '');
    const isAssigned = /[=:]|\bis\b/.test(match[0].slice(0, -(match[1] ?? '').length));
    if (isPlaceholder(value) || /[(){}[\]]|\w\.\w+\.?\w*$/.test(value)) return REFUSED;
    // Words are no secrets; a secret mixes digits with letters or signs, or is very long.
    const isMixed = /\d/.test(value) && /[^\d]/.test(value);
    if (!isAssigned && !(isMixed && value.length >= 16)) return REFUSED;
    if (!isMixed && !/^\d{6,12}$/.test(value) && !/[@#$%^&*!]/.test(value)) return REFUSED;
    return { confidence: 0.85, start: match[0].length - (match[1] ?? '').length, length: value.length };
  },
};

/** Keys by the prefixes that their issuers document. */
export const KEY_KINDS: readonly PiiKind[] = [
  secret(
    'PRIVATE_KEY',
    /-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z\d+/=\s:,-]{0,8000}?-----END (?:[A-Z]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g,
  ),
  secret('AWS_ACCESS_KEY', /(?<![A-Za-z\d])(?:AKIA|ASIA)[A-Z\d]{16}(?![A-Za-z\d])/g),
  secret(
    'API_KEY',
    /(?<![A-Za-z\d])(?:gh[pousr]_[A-Za-z\d]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64})/g,
  ),
  secret(
    'API_KEY',
    /(?<![A-Za-z\d])xox[abeprs]-[\w-]{10,250}|https:\/\/hooks\.slack\.com\/services\/[\w/]{20,100}/g,
  ),
  secret('API_KEY', /(?<![A-Za-z\d])[rsp]k_(?:live|test)_[A-Za-z\d]{10,99}/g),
  secret('API_KEY', /(?<![A-Za-z\d])sk-(?:ant-|proj-|or-)?[A-Za-z\d][\w-]{18,200}/g),
  secret(
    'API_KEY',
    /(?<![A-Za-z\d])(?:AIza[\w-]{35}|hf_[A-Za-z\d]{30,40}|npm_[A-Za-z\d]{36}|SG\.[\w-]{16,32}\.[\w-]{16,64})/g,
  ),
  secret('JWT', /(?<![\w.])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{8,2000}/g),
];

/** Those, and what is assigned to a name such as `password`. */
export const SECRET_KINDS: readonly PiiKind[] = [...KEY_KINDS, ASSIGNED];
