import { REFUSED, type Judgement, type PiiKind, type Surroundings } from './kind.js';

const EMAIL: PiiKind = {
  type: 'EMAIL_ADDRESS',
  pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.){1,6}\p{L}{2,24}/gu,
  judge: ([match]) => ({
    // What documentation and code use is nobody's; RFC 2606.
    confidence: /@(?:example|test|localhost)\.|^git@|^(?:noreply|no-reply|user|name|email)@/i.test(match)
      ? 0.3
      : 0.98,
  }),
};

const PHONE_BEFORE =
  /\b(?:(?:tele)?phones?|mobile|cell(?:phone)?|call(?:ed|ing)?|tel|fax|desk|office|reach|contact|whatsapp|sms|dial|ring|hotline|telefon|handy|t[eé]l|m[oó]vil|portable|landline|home|work|direct|number|text (?:me|him|her|us))\b[^\d\n]{0,40}$|[☎📞📱]\s*$/iu;
const PHONE_AFTER = /^[^\w\n]{0,3}(?:office|fax|mobile|cell|home|work|direct|phone|desk)\b/i;
/** "Number" after these words, and digits after these signs, are no telephone numbers. */
const OTHER_NUMBER =
  /\b(?:cards?|accounts?|orders?|invoice|ticket|case|policy|serial|tracking|flight|model|part|isbn|issn|zip|postal|version|room|page|chapter|section|number of|numbers|ssn|security)\b[^\n]{0,20}$|[$€£#=^*/<>]\s?$/i;

/** Digits in groups, with the signs that people put between them. */
const PHONE_NUMBER =
  /(?<![\p{L}\d$€£\/_-]|\d[.,])(?:\+ ?|\()?\d{1,5}\)?(?:[ .\-/]{0,2}\(?\d{1,5}\)?){1,6}(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\p{L}\d%_/]|[.,:]\d)/gu;

/** As written in North America, with area code; ITU-T E.164 numbers; trunk prefix and groups. */
const AMERICAN = /^(?:(?:\+|00)?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:$| ?x| ?ext)/i;
const INTERNATIONAL = /^(?:\+|00)[ ]?[1-9]/;
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|(?:19|20)\d{2})(?: \d{1,2})?|(?:19|20)\d{2} ?[-/–] ?(?:19|20)?\d{2})$/;
const DECIMAL = /^\d+\.\d+$|^\d{1,3}(?: \d{3})+$/;
const IP_LIKE = /^\d{1,3}(?:\.\d{1,3}){3}$/;

function judgePhone([match]: RegExpMatchArray, { before, after }: Surroundings): Judgement {
  const digits = match.replace(/ ?(?:x|ext\.?) ?\d+$/i, '').replaceAll(/\D/g, '').length;
  if (digits < 6 || digits > 15 || DATE.test(match) || IP_LIKE.test(match)) return REFUSED;
  if (OTHER_NUMBER.test(before)) return REFUSED;
  const isNamed = PHONE_BEFORE.test(before) || PHONE_AFTER.test(after);
  if (match.startsWith('+') && digits >= 8) return { confidence: 0.97 };
  if (AMERICAN.test(match)) return { confidence: isNamed ? 0.98 : 0.85 };
  if (INTERNATIONAL.test(match) && digits >= 10) return { confidence: isNamed ? 0.95 : 0.6 };
  if (!isNamed) return REFUSED;
  // Bare digits and thousands after "call" may be an amount.
  return {
    confidence:
      digits >= 7 && !DECIMAL.test(match) ? 0.9 : /\D/.test(match) && !/^\d+\.\d+$/.test(match) ? 0.75 : 0,
  };
}

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;

const IP: PiiKind = {
  type: 'IP_ADDRESS',
  pattern: new RegExp(
    String.raw`(?<![\w.:])${OCTET}(?:\.${OCTET}){3}(?![\w.]?\d|\w)|` +
      String.raw`(?<![\w:.])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\w:])|` +
      String.raw`(?<![\w:.])(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}(?![\w:])`,
    'gi',
  ),
  judge: ([match], { before }) => {
    // Own host, all hosts, masks and version numbers belong to nobody.
    if (
      /^(?:0\.|127\.|255\.)/.test(match) ||
      /\b(?:v|ver|version|release|section|chapter)\.? ?$/i.test(before)
    ) {
      return REFUSED;
    }
    return { confidence: match.includes('::') && match.length < 8 ? 0.4 : 0.9 };
  },
};

const DOMAIN: PiiKind = {
  type: 'DOMAIN_NAME',
  pattern:
    /(?<![\p{L}\d@])(?:https?:\/\/(?:www\.)?|www\.)(?:[\p{L}\d][\p{L}\d-]{0,62}\.){1,6}\p{L}{2,24}(?::\d{1,5})?(\/[^\s"'<>)\]]{0,500})?/giu,
  judge: (match) => {
    const path = match[1] ?? '';
    // A page is material; the bare address of a site tells whose it is.
    if (/example\.|localhost|w3\.org|schemas\./i.test(match[0])) return REFUSED;
    return { confidence: path.length <= 1 ? 0.6 : 0.2, length: match[0].replace(/[.,;:!?]+$/, '').length };
  },
};

const URL_CREDENTIALS: PiiKind = {
  type: 'URL_CREDENTIALS',
  pattern: /(?<![\w+])[a-z][a-z\d+.-]{1,20}:\/\/[^\s:@/"'<>]{1,128}:[^\s:@/"'<>]{1,256}@[\w.-]{1,255}/gi,
  judge: ([match]) => ({
    confidence: /:(?:pass(?:word)?|\$\{?\w+\}?|<\w+>|\*+|x+)@/i.test(match) ? 0.3 : 0.95,
  }),
};

/** How somebody can be reached, on paper excepted. */
export const CONTACT_KINDS: readonly PiiKind[] = [
  URL_CREDENTIALS,
  EMAIL,
  IP,
  DOMAIN,
  { type: 'PHONE_NUMBER', pattern: PHONE_NUMBER, judge: judgePhone },
];
