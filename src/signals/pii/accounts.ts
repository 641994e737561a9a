import { ibanLength, passesLuhn, passesMod97 } from './checksums.js';
import { REFUSED, type Judgement, type PiiKind } from './kind.js';

const CARD_CONTEXT = /\b(?:cards?|credit|debit|visa|master ?card|amex|maestro|payment|cc)\b/i;

/** Issuers' leading digits and lengths: Visa, Mastercard, Amex, Discover, Diners, JCB, UnionPay, Maestro. */
const ISSUED =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d{2})\d{12}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|(?:1800|2131)\d{11}|62\d{14,17})$/;

const CARD: PiiKind = {
  type: 'CREDIT_CARD',
  pattern: /(?<![\d.\-])\d(?:[ \-]?\d){11,18}(?![\d\-]|\.\d)/g,
  judge: ([match], { before, after }) => {
    const digits = match.replaceAll(/\D/g, '');
    if (/^(\d)\1+$/.test(digits) || !passesLuhn(digits)) return REFUSED;
    const isNamed = CARD_CONTEXT.test(before) || CARD_CONTEXT.test(after);
    if (isNamed) return { confidence: 0.99 };
    return { confidence: ISSUED.test(digits) ? 0.9 : 0 };
  },
};

const IBAN: PiiKind = {
  type: 'IBAN_CODE',
  pattern: /(?<![\p{L}\d])[a-z]{2}\d{2}(?: ?[a-z\d]{4}){2,7}(?: ?[a-z\d]{1,3})?/giu,
  judge: ([match]) => {
    const length = ibanLength(match.slice(0, 2));
    if (length === undefined) return REFUSED;
    // The pattern may have run into the next word.
    const signs = Array.from(match.matchAll(/\S/g)).slice(0, length);
    const last = signs.at(-1);
    if (signs.length < length || last === undefined) return REFUSED;
    const iban = signs.map(([sign]) => sign).join('');
    return passesMod97(iban) ? { confidence: 0.99, length: last.index + 1 } : REFUSED;
  },
};

const SSN_CONTEXT = /\b(?:ssn|social security|soc(?:ial)?\.? sec)/i;

const SSN: PiiKind = {
  type: 'US_SSN',
  pattern: /(?<![\w.\-])(\d{3})([ \-]?)(\d{2})\2(\d{4})(?![\w\-]|\.\d)/g,
  judge: (match, { before }) => {
    const [, area = '', separator, group, serial] = match;
    const isIssued = area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000';
    if (!isIssued) return REFUSED;
    if (SSN_CONTEXT.test(before)) return { confidence: 0.99 };
    return { confidence: separator === '-' ? 0.85 : 0 };
  },
};

/** A number whose kind only the words before it tell; the number is the pattern's first group. */
function named(type: string, pattern: RegExp, digits: number): PiiKind {
  return {
    type,
    pattern,
    judge: (match): Judgement => {
      const value = match[1] ?? '';
      if (value.replaceAll(/\D/g, '').length < digits) return REFUSED;
      return { confidence: 0.9, start: match[0].lastIndexOf(value), length: value.length };
    },
  };
}

const SAYS = String.raw`(?:(?: ?(?:number|no\.?|nr\.?|num|id|#))? ?(?:is|was|:|=|#|-)? ?){1,2}`;

/** Numbers that institutions issue. */
export const ACCOUNT_KINDS: readonly PiiKind[] = [
  IBAN,
  CARD,
  SSN,
  named('US_PASSPORT', new RegExp(String.raw`\bpassport${SAYS}([a-z]{0,3}\d{5,9})\b`, 'gi'), 5),
  named(
    'US_DRIVER_LICENSE',
    new RegExp(String.raw`\bdriv(?:er'?s?|ing) licen[sc]e${SAYS}([a-z]{0,3}[\d-]{4,16})\b`, 'gi'),
    4,
  ),
  named(
    'BANK_ACCOUNT',
    new RegExp(String.raw`\b(?:account|routing|sort code)${SAYS}(\d[\d -]{4,18}\d)\b`, 'gi'),
    6,
  ),
  named(
    'TAX_ID',
    new RegExp(
      String.raw`\b(?:itin|tax(?:payer)? (?:id|identification)|national insurance|nhs|medicare)${SAYS}([a-z]{0,2}\d[\d -]{5,14}[a-z\d])\b`,
      'gi',
    ),
    6,
  ),
];
