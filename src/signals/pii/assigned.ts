import { REFUSED, type Judgement, type PiiKind } from './kind.js';

const PASSWORDS = [
  'pass(?:word|wd|phrase|code|wort)s?|pwd|pswd|kennw(?:o|ö)rt(?:er)?|passwörter|contrase(?:ñ|n)a|mot de passe',
  '(?<!\\p{L})(?:pw|pass|pin|mdp|senha|clave|codeword)(?!\\p{L})',
].join('|');
const TOKENS = [
  '(?:api|access|private|secret|auth|encryption|signing|account|client|license)[-_ ]?(?:keys?|tokens?|secrets?)',
  '(?:secrets?|token|credentials?|authorization|bearer|schlüssel)(?!\\p{L})',
].join('|');

/** `password_hash`, `Passwort (alt)`; a closing quote, a bold name. */
const NAME_ENDS = String.raw`(?:[_-]\w{1,24}|\d{1,3})?(?: ?\([^()\n]{1,40}\))?(?:\\?["'\x60*_\])]){0,4}`;
const PURPOSE = String.raw` (?:for|to|of|on|in|für|zum|zur|de|para) [^\n.:=!?]{1,40}?`;
const SAYS = 'is|was|are|ist|lautet|war|sind|es|est';
const BETWEEN = String.raw`(?:(${PURPOSE})?(?:\s{0,4}(=>|:=|[=:>|→]{1,3})[*_|]{0,2}\s{0,4}|\s{1,2}(?:now |also )?(${SAYS})(?: now| still|:)?\s{1,2})|\s{1,2})`;
const VALUE = String.raw`(?:"([^"\n]{3,4096})"|'([^'\n]{3,4096})'|\x60([^\x60\n]{3,4096})\x60|(?!<[\p{L}_ -]{1,40}>)(\S{3,4096}))`;

/** No secrets: types, empty values, the words with which code and sentences go on. */
const NO_VALUE =
  /^(?:string|str|text|null|nil|none|true|false|undefined|required|optional|number|int|integer|bool(?:ean)?|varchar|any|await|new|basic|bearer|must|should|may|can|the|this|that|and|not|you|your|how|what|why|when|where|which|who|does|are|please|der|die|das|wie|was|bitte)$/i;
/** What is said about a password rather than of what it consists. */
const SAID_OF_ONE =
  /^(?:wrong|incorrect|correct|invalid|valid|empty|blank|expired|missing|required|optional|weak|strong|long|short|secure|insecure|safe|unsafe|secret|hidden|visible|lost|stolen|compromised|leaked|exposed|unknown|different|same|there|here|this|that|what|good|bad|fine|okay|changed|reset|rejected|accepted|denied|stored|saved|hashed|encrypted|needed|working|case|falsch|richtig|leer|abgelaufen|ungültig|sicher|unsicher|vergessen|weg)$/i;
/** `os.environ["KEY"]`, `getToken()`: an expression that reads it from elsewhere. */
const EXPRESSION = /^[a-z_$]+(?:\.[a-z_$]+)*[([](?:["'][\w.-]*["']?|[a-z_.]*)[\])]*;?$/i;

/** `name = value` with a name of secrets, or "the name is value": what redaction replaces, recall before precision. */
export const ASSIGNED_BROADLY: PiiKind = {
  type: 'PASSWORD',
  pattern: new RegExp(`(?:(${PASSWORDS})|${TOKENS})${NAME_ENDS}${BETWEEN}${VALUE}`, 'giu'),
  judge: (match): Judgement => {
    const [whole, password, purpose, sign, says] = match;
    const quoted = match[5] ?? match[6] ?? match[7];
    const value = quoted ?? match[8] ?? '';
    const bare = quoted ?? value.replace(/[.,;:?)\]}>|"'`*]+$/, '');
    const found = {
      confidence: 0.8,
      start: whole.length - value.length - (quoted === undefined ? 0 : 1),
      length: bare.length,
    };
    if (bare.length < 3 || NO_VALUE.test(bare) || EXPRESSION.test(value)) return REFUSED;
    // 4,096 tokens are a budget, and four digits that name a password are one.
    if (/^[\d.,]{1,5}$/.test(bare) && password === undefined) return REFUSED;
    const isMixed = isMadeUp(bare) || /[a-z][A-Z]/.test(bare);
    if (purpose !== undefined && password === undefined && !isMixed) return REFUSED;
    const between = whole.slice(0, found.start);
    if (sign !== undefined) return isMixed || !/\n\s*$/.test(between) ? found : REFUSED;
    if (says === undefined) return isMadeUp(bare) && bare.length >= 6 ? found : REFUSED;
    if (quoted !== undefined || isMixed) return found;
    return password !== undefined && isWholeWord(match, value) && !SAID_OF_ONE.test(bare) ? found : REFUSED;
  },
};

/** Whether it mixes letters, digits and signs as words do not; digits alone count as well. */
function isMadeUp(value: string): boolean {
  return /\d/.test(value) || /[@#$%^&*!+=~]/.test(value.replace(/!+$/, ''));
}

/** "My password is swordfish.": the sentence ends with the word, so that the word is not said of the password. */
function isWholeWord(match: RegExpMatchArray, value: string): boolean {
  const end = (match.index ?? 0) + match[0].length;
  return (
    value.length >= 4 &&
    (/[.,;!?]$/.test(value) || /^\s*(?:$|\n)/.test((match.input ?? '').slice(end, end + 8)))
  );
}
