/** Words beyond which a turn is taken to stand on its own. */
const MAX_WORDS = 12;
/** Words up to which a turn may be no more than an answer or a change to what was asked, and with no verb of its own. */
const FEW_WORDS = 4;
const FEW_WITHOUT_VERB = 7;
/** Words up to which a question without a verb only names another thing: "Berlin?" */
const NAMED_THING = 2;

/** Openings that continue what was said. */
const CONTINUES = new RegExp(
  String.raw`^\W*(?:${[
    String.raw`and|but|also|or|then|plus|(?:now|so|ok(?:ay)?|yes|no),? (?:and|but|then|the|in|for|as|with|what about)`,
    String.raw`(?:what|how) about|what if|same|likewise|instead|another|one more|once more|else|except|only|why not|this time`,
    String.raw`in (?:that|this) case|do the same|make (?:it|that|this|them)|actually,? (?:for|in|with|no|make)`,
    String.raw`y|pero|también|lo mismo|otra vez|de nuevo|qué tal|et|mais|aussi|pareil|la même chose|encore (?:un|une|plus)`,
    String.raw`und|aber|oder|auch|nochmal|noch (?:ein|mal)|dasselbe|das gleiche|was ist mit|wie wäre es mit|stattdessen`,
    String.raw`mas|também|o mesmo|ma|anche|lo stesso|di nuovo|maar|ook|hetzelfde|nog een|peki|ve|и|а|но|тоже|ещё|еще|а если`,
    String.raw`(?:e|en)(?= [^?]*\?\s*$)`,
  ].join('|')})(?![\p{L}'])`,
  'iu',
);

/** The same in scripts without spaces: "then", "and", "again" in front, or "and …?" as an ending. */
const CONTINUES_UNSPACED =
  /^(?:那|还有|還有|再|换成|換成|同样|同樣|じゃあ?|では|それで|あと|그럼|그러면|그리고)|[呢][？?]?$|[はも은는도][？?]$/u;

const COMPARATIVES =
  'short|long|cheap|bigg|small|larg|fast|slow|loud|quiet|bright|dark|warm|cold|cool|hott|earli|lat|simpl|bett|high|low|clos|near|easi|hard|old|new|nic|strong|light|few|furth|soon|deep|wid|clean|clear|soft|funni|friendli|healthi|safe|saf|thick|thinn|quick|broad|narrow|tall';

/** A few words that only change what was asked: where, when, how, in which form. */
const CHANGES = new RegExp(
  String.raw`^\W*(?:${[
    String.raw`in|for|with|without|from|on|at|to|as|by|about|not|more|less|a (?:bit|little)|much|even|why|how so|how come|really|yes|yeah|yep|no|nope`,
    String.raw`sure|go on|continue|elaborate|next|now|again|the other|(?:${COMPARATIVES})er|\d[\w:.]*`,
    String.raw`(?:tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?= (?:please|then|instead|morning|evening|night)|\W*$)`,
    String.raw`en|para|con|sin|por qué|más|menos|auf|für|mit|ohne|im|warum|mehr|weniger|kürzer|pour|avec|sans|dans|pourquoi|plus|moins`,
    String.raw`per|senza|perché|più|meno|com|sem|mais|voor|met|zonder|waarom|на|в|для|без|почему`,
  ].join('|')})(?![\p{L}'])`,
  'iu',
);

/** Words that point at something said before. */
const POINTS =
  /\b(?:the (?:first|second|third|fourth|last|other|previous|next|former|latter|same)(?: (?:one|two|point|part|option|item|step|question))?[.?!]*$|the (?:first|second|third|last|other|previous|former|latter|same|\w+) ones?\b|the (?:first|second|third|fourth|last) (?:point|part|option|item|step)|(?:it|them|they|he|him|she|his|its|their|those|above)\b|which one\b|previous (?:answer|one|question|message)|you (?:just )?(?:said|mentioned|gave|wrote|suggested)|(?:that|this|again|else|others?|more|there|too|as well|instead|either)[.?!]*$|(?:another|more) examples?\b)/i;

/** Questions about "it", "that" or "they", which must have been named. */
const ASKS_ABOUT =
  /^\W*(?:(?:and|so|but) )?(?:why |how |when |where )?(?:is|are|was|were|does|do|did|can|could|will|has|what(?:'s| is| are)) (?:it|that|this|they|those|these|he|she|its|his|her|their)\b/i;

/** "It" without a thing meant, as in talk of weather and time. */
const POINTS_NOWHERE =
  /\bit (?:going|like|take|cost|rain\w*|snow\w*|possible|true|safe|ok|okay|legal|cold|hot|warm|late|too late|mean to)\b|\bit'?s (?:time|raining|cold|hot)\b|\bwhat time is it\b|\bwhat(?:'s| is) (?:that|this) (?:song|called)\b|\bis it (?:in|on|at)\b|\bit (?:mean )?(?:if|when|to)\b|\b(?:it|that) (?:is|was|does|has)\b/i;

/** A thing named in the same turn, to which a later pronoun can point. */
const NAMES = /\b(?:my|a|an|the|your|our|some|any|of|in|on|for|to)\s+\p{L}/iu;

/** A short turn stands on its own with one of these: it asks or orders something. */
const STANDS =
  /\b(?:what|what'?s|who|whose|when|where|which|how|is|are|was|do|does|did|can|could|will|would|should|need|want|have|has|got|set|play|call|send|tell|give|show|find|book|order|cancel|remind|turn|translate|write|explain|summari[sz]e|list|calculate|solve|create|make|help|hello|hi|hey|thanks?|bye|goodbye|stop|start|open|check|add|remove|delete|change|buy|pay|search|look|read|say|put|take|get|go|i|my)\b/i;

/** A word that asks for the reason or more of an answer, and one that says what is wrong with it. */
const ALONE =
  /^\W*(?:why|how so|how come|really|warum|pourquoi|por qué|perché|waarom|почему|为什么|なぜ|왜)\W*$/iu;

/**
 * Whether a turn cannot be understood without the user turn before it: it goes on with "and" or "what about", points back
 * with a pronoun, or is a few words that change or answer what was asked. English first; openings of a dozen others.
 *
 * @param answered the model's message before it; empty for none
 */
export function isFollowUp(turn: string, answered: string): boolean {
  const text = turn.trim();
  const words = countWords(text);
  if (words === 0 || words > MAX_WORDS) return false;
  if (CONTINUES.test(text) || ASKS_ABOUT.test(text)) return !POINTS_NOWHERE.test(text);
  if (words <= FEW_WITHOUT_VERB && CONTINUES_UNSPACED.test(text)) return true;
  const hasVerb = STANDS.test(text);
  if (ALONE.test(text) || (CHANGES.test(text) && words <= (hasVerb ? FEW_WORDS : FEW_WITHOUT_VERB)))
    return true;
  if (pointsBack(text)) return true;
  if (/[?？]$/.test(text)) return words <= NAMED_THING && !hasVerb;
  return answered.trimEnd().endsWith('?') && words <= 2 * FEW_WORDS && !/[?？]/.test(text) && !hasVerb;
}

/** Two characters of a script without spaces are about a word. */
function countWords(text: string): number {
  const bounded = text.slice(0, 40 * MAX_WORDS);
  const unspaced =
    bounded.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu) ?? [];
  const spaced = bounded.replaceAll(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu,
    ' ',
  );
  return Math.ceil(unspaced.length / 2) + (spaced.match(/[^\s]*[\p{L}\p{N}][^\s]*/gu) ?? []).length;
}

function pointsBack(text: string): boolean {
  const found = POINTS.exec(text);
  return found !== null && !POINTS_NOWHERE.test(text) && !NAMES.test(text.slice(0, found.index));
}
