/** What a sentence refuses, and what is left of it. */
export interface Refusal {
  readonly refused: string;
  /** Before and after the refused part; empty where nothing is. */
  readonly before: string;
  readonly after: string;
}

const NOT = String.raw`(?:n['’]?t|\s+not|\s+never)`;
const I_AM = String.raw`(?:i\s*(?:['’]m|\s+am)|we\s*(?:['’]re|\s+are)|this\s*(?:['’]s|\s+is)|it\s*(?:['’]s|\s+is)|that\s*(?:['’]s|\s+is)|my question is)`;

/** Openings after which only what is refused follows; enough by themselves. */
const STRONG = [
  String.raw`(?:i|we)\s+(?:really\s+|just\s+)?(?:do${NOT}|did${NOT}|would${NOT})\s+(?:really\s+)?(?:want|need|wish|care|ask|mean|like)(?:\s+(?:for|about|to\s+(?:know|talk|hear|ask|do|discuss|deal\s+with|see)(?:\s+about)?))?`,
  String.raw`(?:i|we)\s+(?:never|didn['’]?t|did\s+not)\s+(?:asked|wanted|said|ask)(?:\s+(?:for|about|to))?`,
  String.raw`${I_AM}\s+(?:certainly\s+|definitely\s+|really\s+)?not\s+(?:asking|looking|talking|interested|here|about|after|trying)(?:\s+(?:about|for|in|to))*`,
  String.raw`(?:this|it|that|my question)\s+is(?:n['’]?t|\s+not)\s+(?:about|a question (?:about|on)|related to)`,
  String.raw`(?:i\s+have\s+)?no\s+(?:interest\s+in|need\s+(?:for|to)|desire\s+(?:for|to)|use\s+for)`,
  String.raw`(?:stop|enough|be done|i['’]?m done|quit\s+it)\s+(?:with|about|of)(?:\s+the)?`,
  String.raw`not(?:hing)?\s+(?:about|for|related\s+to|to\s+do\s+with|regarding|concerning)`,
  String.raw`(?:please\s+)?do${NOT}\s+(?:do|bother\s+(?:with|about)|talk\s+about|bring\s+up|mention|discuss|suggest|offer)`,
  String.raw`(?:no\s+longer|not)\s+(?:interested\s+in|looking\s+for|asking\s+(?:about|for))`,
].join('|');

/** Openings that refuse only when something else is asked for beside them. */
const WEAK = [
  String.raw`(?:forget|never\s*mind|skip|drop|ignore|leave\s+out|leave\s+aside|set(?:ting)?\s+aside)(?:\s+about)?`,
  String.raw`no\s+more|not|without|instead\s+of|rather\s+than|other\s+than|except\s+for|apart\s+from|aside\s+from|anything\s+but`,
  String.raw`(?:please\s+)?do${NOT}\s+(?:give|tell|show|help|explain|play|send|change|set|make|start|open|check|find|book)(?:\s+me)?(?:\s+(?:about|with))?`,
].join('|');

const LEAD = String.raw`^(?:(?:whatever you do|please|no(?=[,!])|ok(?:ay)?|well|hey|look|actually|so|but|and|sorry|listen)[,!]?\s+)*`;
const STRONG_OPENING = new RegExp(String.raw`${LEAD}(?:${STRONG})\s+(?=\S)`, 'i');
const WEAK_OPENING = new RegExp(String.raw`${LEAD}(?:${WEAK})\s+(?=\S)`, 'i');

/** Where a refused part ends and another wish begins. */
const END =
  /\s*(?:[,;:–—]|\s-\s|\s(?=(?:but|instead)\s))\s*(?:but\s+|instead[,\s]+|rather[,\s]+|just\s+)?|\s+(?=(?:how\s+(?:do|can|to|much|many|long)|what(?:['’]s|\s+is|\s+are)|can\s+you|could\s+you|tell\s+me|i\s+(?:just\s+)?(?:want|need)|please)\s)/i;

/** What leads over to the wish. */
const INSTEAD = /^(?:(?:just|only|but|instead|rather)\s+)*(?:this\s*:)?\s*/i;

/** A refusal behind the wish: ", not X", "but not X", "and I don't want X". */
const TRAILING = new RegExp(
  String.raw`(?:[,;(–—]|\s-|\sbut|\sand(?=\s+(?:i|not\s+about)\b))\s*(?:and\s+|but\s+|please\s+)?(?:(?:definitely\s+|certainly\s+|just\s+)?(?:not|never|no\s+more|instead\s+of|rather\s+than|as\s+opposed\s+to)|${STRONG}|(?:forget|never\s*mind|skip|ignore)(?:\s+about)?)\s+(?=\S)`,
  'i',
);

/** "X is not what I want": the refused part comes first. */
const SUBJECT =
  /^(.{3,120}?)\s+(?:is(?:n['’]?t|\s+not)|are(?:n['’]?t|\s+not))\s+(?:what|the thing|something|why)\s+(?:i|we)(?:['’]m|\s+am)?\s+(?:want|need|ask|mean|look|am|here|after)\w*(?:\s+(?:for|about))?\s*[,;.:–—-]?\s*(?:but\s+)?/i;

/** Pronouns and idioms refuse nothing that could be a route: "forget it", "not sure", "not working". */
const NOTHING =
  /^(?:[^\p{L}\d"'“]|(?:it|this|that|them|you|me|to|sure|really|yet|now|too|so|only|able|just|even|always|be|been|all|again|any\s?more|here|there|know|worry|wait|have|let|why|because|when|if|where|in|on|at|as|every|the same|correct|right|working|going|getting|showing|being|having|doing|coming|letting|taking|accepting|received|accepted|allowed|available|gone|arrived|possible|true|good|bad|enough|much|many|very|too|of|by|from|with)\b|\p{L}+ed$)/iu;
const POINTS_BACK = /\b(?:any\s?more|any\s+longer|no\s+longer|this|that|it)\W*$/i;
const UNDOES = /\b(?:cancel|remove|undo|delete|stop)\b.{0,12}\b(?:it|them|that)\b/i;

/** "No X please, just Y": only with a rest that says what is wanted instead. */
const NONE =
  /^no\s+(?!(?:more|one|idea|i|you|it|that|this|thanks?|thank|way|problem|matter|longer|wait)\b)([\p{L}][\p{L}' -]{2,60}?)(?:\s+please)?\s*[,;:–—-]\s*(?=(?:please|just|only|but|i|instead|rather|can|could|what|how|where|when|who|give|tell|show)\b)/iu;

/**
 * Finds what a sentence refuses; `undefined` for a plain sentence. Linear in a sentence's length.
 *
 * @param isAlone whether no other sentence says what is wanted instead
 */
export function refusalIn(sentence: string, isAlone = true): Refusal | undefined {
  const refusal =
    openingRefusal(sentence, STRONG_OPENING, false) ??
    noneRefusal(sentence) ??
    openingRefusal(sentence, WEAK_OPENING, isAlone) ??
    subjectRefusal(sentence) ??
    trailingRefusal(sentence);
  return refusal === undefined || isIdle(refusal) ? undefined : refusal;
}

/** Whether nothing is refused that a route could be for, or what is refused is the matter itself. */
function isIdle({ refused, after }: Refusal): boolean {
  return refused === '' || NOTHING.test(refused) || POINTS_BACK.test(refused) || UNDOES.test(after);
}

function noneRefusal(sentence: string): Refusal | undefined {
  const found = NONE.exec(sentence);
  if (found === null) return undefined;
  const after = sentence.slice(found[0].length).replace(INSTEAD, '');
  return { refused: tidy(found[1] ?? ''), before: '', after: tidy(after) };
}

function openingRefusal(sentence: string, opening: RegExp, needsRest: boolean): Refusal | undefined {
  const opened = opening.exec(sentence)?.[0];
  if (opened === undefined) return undefined;
  const rest = sentence.slice(opened.length);
  const end = END.exec(rest);
  const refused = tidy(end === null ? rest : rest.slice(0, end.index));
  const after = end === null ? '' : tidy(rest.slice(end.index + end[0].length).replace(INSTEAD, ''));
  return after === '' && needsRest ? undefined : { refused, before: '', after };
}

function subjectRefusal(sentence: string): Refusal | undefined {
  const found = SUBJECT.exec(sentence);
  if (found === null) return undefined;
  return { refused: tidy(found[1] ?? ''), before: '', after: tidy(sentence.slice(found[0].length)) };
}

function trailingRefusal(sentence: string): Refusal | undefined {
  const found = TRAILING.exec(sentence);
  if (found === null || found.index < 3) return undefined;
  const rest = sentence.slice(found.index + found[0].length);
  const end = /[,;)]\s*(?:but\s+)?/.exec(rest);
  const refused = tidy(end === null ? rest : rest.slice(0, end.index));
  const after = end === null ? '' : tidy(rest.slice(end.index + end[0].length));
  return { refused, before: tidy(sentence.slice(0, found.index)), after };
}

const tidy = (part: string): string => part.replace(/^[\s,;:.–—-]+|[\s,;:.)–—-]+$/g, '');
