/** Words beyond which a turn is taken to stand on its own. */
const MAX_WORDS = 12;
/** Words up to which a turn may be no more than an answer or a change to what was asked. */
const FEW_WORDS = 4;

/** Openings that continue what was said. */
const CONTINUES =
  /^\W*(?:and|but|also|or|then|plus|(?:now|so|ok(?:ay)?|yes|no),? (?:and|but|then|the|in|with|what about)|(?:what|how) about|what if|same|instead|another|one more|else|except|only|why not|in (?:that|this) case|do the same|und|et|aber|mais|и|а|那|还有)(?![\p{L}'])/iu;

/** A few words that only change what was asked: where, how, in which form. */
const CHANGES =
  /^\W*(?:in|for|with|without|from|on|at|to|as|by|about|not|more|less|\w+er|why|how so|how come|really|yes|yeah|yep|no|nope|sure|go on|continue|elaborate|\d[\w:.]*)\b/i;

/** Words that point at something said before. */
const POINTS =
  /\b(?:the (?:first|second|third|fourth|last|other|previous|next|former|latter|same)(?: (?:one|two|point|part|option|item|step|question))?[.?!]*$|the (?:first|second|third|last|other|previous|former|latter|same|\w+) ones?\b|the (?:first|second|third|fourth|last) (?:point|part|option|item|step)|(?:it|them|they|he|him|she|his|its|their|those|above)\b|which one\b|previous (?:answer|one|question|message)|you (?:just )?(?:said|mentioned|gave|wrote|suggested)|(?:that|this|again|else|others?|more|there)[.?!]*$|(?:another|more) examples?\b)/i;

/** Questions about "it", "that" or "they", which must have been named. */
const ASKS_ABOUT =
  /^\W*(?:(?:and|so|but) )?(?:why |how |when |where )?(?:is|are|was|were|does|do|did|can|will|has|what(?:'s| is| are)) (?:it|that|this|they|those|these|he|she|its|his|her|their)\b/i;

/** "It" without a thing meant, as in talk of weather and time. */
const POINTS_NOWHERE =
  /\bit (?:going|like|take|cost|rain\w*|snow\w*|possible|true|safe|ok|okay|legal|cold|hot|warm|late|too late|mean to)\b|\bit'?s (?:time|raining|cold|hot)\b|\bwhat time is it\b|\bwhat(?:'s| is) (?:that|this) (?:song|called)\b|\bis it (?:in|on|at)\b|\bit (?:mean )?(?:if|when|to)\b|\b(?:it|that) (?:is|was|does|has)\b/i;

/** A thing named in the same turn, to which a later pronoun can point. */
const NAMES = /\b(?:my|a|an|the|your|our|some|any|of|in|on|for|to)\s+\p{L}/iu;

/** A turn of so few words stands on its own with one of these: it asks or orders something. */
const STANDS =
  /\b(?:what|what'?s|who|whose|when|where|which|how|is|are|do|does|did|can|could|will|would|should|set|play|call|send|tell|give|show|find|book|order|cancel|remind|turn|translate|write|explain|summari[sz]e|list|calculate|solve|create|make|help|hello|hi|hey|thanks?|bye|goodbye|stop|start|open|check|add|remove|i|my)\b/i;

/**
 * Whether a turn cannot be understood without the user turn before it: it goes on with "and" or "what about", points back
 * with a pronoun, or is a few words that change or answer what was asked. English first; openings of a few others.
 *
 * @param answered the model's message before it; empty for none
 */
export function isFollowUp(turn: string, answered: string): boolean {
  const text = turn.trim();
  const words = text.split(/\s+/, MAX_WORDS + 1).length;
  if (text === '' || words > MAX_WORDS) return false;
  if (CONTINUES.test(text) || ASKS_ABOUT.test(text)) return !POINTS_NOWHERE.test(text);
  if (words <= FEW_WORDS && CHANGES.test(text)) return true;
  if (pointsBack(text)) return true;
  const isQuestion = answered.trimEnd().endsWith('?');
  return isQuestion && words <= 2 * FEW_WORDS && !/[?？]/.test(text) && !STANDS.test(text);
}

function pointsBack(text: string): boolean {
  const found = POINTS.exec(text);
  return found !== null && !POINTS_NOWHERE.test(text) && !NAMES.test(text.slice(0, found.index));
}
