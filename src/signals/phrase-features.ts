/** A phrase that says something about what is asked, wherever in the instruction it stands. */
interface PhraseFeature {
  readonly name: string;
  readonly about: string;
  readonly pattern: RegExp;
}

const phrase = (name: string, about: string, pattern: RegExp): PhraseFeature => ({ name, about, pattern });

export const PHRASE_FEATURES: readonly PhraseFeature[] = [
  phrase('askWhat', 'what or which', /\b(?:what|which)\b/i),
  phrase('askWhy', 'why, or how come', /\b(?:why|how come)\b/i),
  phrase('askHow', 'how, but not how many or how much', /\bhow\b(?! (?:many|much))/i),
  phrase('askHowMany', 'how many or how much', /\bhow (?:many|much)\b/i),
  phrase('askWho', 'who, when or where', /\b(?:who|whom|whose|when|where)\b/i),
  phrase(
    'askWhether',
    'starts with a verb that asks for yes or no',
    /^\W*(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|am)\b/i,
  ),
  phrase('aboutMe', 'speaks of the writer: I, my, me', /\b(?:i|i'm|my|me|mine|we|our)\b/i),
  phrase('aboutYou', 'speaks to the model: you, your', /\b(?:you|your|yourself)\b/i),
  phrase('polite', 'please, could you, thanks', /\b(?:please|could you|would you|thanks?|kindly)\b/i),
  phrase(
    'because',
    'reasons and conditions: if, because, since, unless',
    /\b(?:if|because|since|unless|whether)\b/i,
  ),
  phrase(
    'then',
    'steps: first, then, after, finally',
    /\b(?:first|then|next|after|finally|before|steps?)\b/i,
  ),
  phrase(
    'limits',
    'limits on the answer: must, at least, exactly, only, without',
    /\b(?:must|at (?:least|most)|exactly|only|without|no more than|ensure|required?|should)\b/i,
  ),
  phrase(
    'length',
    'says how long: words, sentences, paragraphs',
    /\b\d+[- ](?:words?|sentences?|paragraphs?|lines?|bullets?)\b/i,
  ),
  phrase(
    'example',
    'gives an example: example, input, output, e.g.',
    /\b(?:examples?|e\.g|input|output|for instance|sample)\b/i,
  ),
  phrase(
    'negation',
    'not, no, never, without',
    /\b(?:not|no|never|none|without|don'?t|isn'?t|can'?t|won'?t)\b/i,
  ),
  phrase(
    'each',
    'rates and shares: each, per, every, half, twice',
    /\b(?:each|per|every|half|twice|times|total|remaining|left)\b/i,
  ),
  phrase(
    'quantity',
    'a number with a unit',
    /\d\s?(?:%|percent|dollars?|hours?|minutes?|days?|weeks?|miles?|km|kg|cm|pounds?|feet|meters?|degrees?)\b/i,
  ),
  phrase('blank', 'a gap to fill in', /_{3,}|\[blank\]|\.{4,}/i),
  phrase('latex', 'LaTeX', /\\(?:frac|sqrt|sum|int|begin|left|text|alpha|cdot|mathbb)|\$[^$\n]{1,80}\$/),
  phrase('url', 'a web address', /\bhttps?:\/\/|\bwww\./i),
  phrase(
    'path',
    'a file name or path',
    /\b[\w-]{1,40}\.(?:py|js|ts|java|cpp|c|h|rs|go|rb|php|html|css|json|ya?ml|md|txt|csv|sql|sh|log|pdf|xml)\b/i,
  ),
  phrase(
    'identifier',
    'a name as in programs',
    /\b(?:[a-z]{1,30}_[a-z_]{1,40}|[a-z]{1,30}[A-Z][a-zA-Z]{1,40}|[a-zA-Z]{1,40}\(\))/,
  ),
  phrase(
    'role',
    'a role for the model: you are, act as, pretend',
    /\b(?:you are an?|act as|pretend|imagine you|role)\b/i,
  ),
  phrase(
    'followingText',
    'points at material: the following, below, above, this text',
    /\b(?:following|below|above|attached|this (?:text|article|passage|paragraph|sentence|document|code|email|conversation|review|dialogue)|these (?:documents|articles|texts|notes))\b/i,
  ),
];
