import type { Check } from './check.js';

/** Units of the prompt that are read, from its end and its start, and of the answer. */
const PROMPT_CHARS = 4_000;
const ANSWER_CHARS = 8_000;
/** Letters by which words count as the same, whatever their endings. */
const STEM = 5;
const WORD = /\p{L}{4,}|\d{2,}/gu;
const FEWEST_PROMPT_STEMS = 3;
const FEWEST_ANSWER_STEMS = 12;

/** Words of five letters and more that say nothing about the matter. */
const COMMON = new Set(
  'about above after again along already also although always among another answer answers around because become been before behind being below best better between both can cannot come could describe different does doing during each either enough even every everything example examples explain first following follows found from generate give given gives good great have having help here however identify important include including instead into just know large last least less like list long look made make makes making many means might more most much must name need needs never next number often only other others over part people place please point provide question questions rather really right same second sentence several shall should show shows side since small some something still such suggest take tell than that their them then there therefore these they thing things think third this those three through time together total under until upon used uses using very want wants well were what when where whether which while will with within without word words work would write your step steps result option options correct statement'
    .split(' ')
    .map((word) => word.slice(0, STEM)),
);

/** What is made up need not name what it is about. */
const INVENTS =
  /\b(?:poem|rap|verse|metaphor|analogy|example|creative|idea|suggest|haiku|limerick|lyrics?|songs?|stor(?:y|ies)|monologue|tweet|titles?|slogans?|names?|lines?|lists?|adjectives?|synonyms?|words?|imagine|riddle|joke|translat\w*|complete|continue)\b/i;

/**
 * A long answer shares no word and no number of weight with the prompt. Only for prompts in an alphabet: without spaces
 * there are no words to compare.
 */
export const checkOffTopic: Check = (ask, _answer, { text }) => {
  if (INVENTS.test(ask.prompt.slice(0, PROMPT_CHARS))) return undefined;
  const asked = stems(ends(ask.prompt, PROMPT_CHARS));
  if (asked.size < FEWEST_PROMPT_STEMS) return undefined;
  const answered = new Set<string>();
  for (const [word] of ends(text, ANSWER_CHARS).toLowerCase().matchAll(WORD)) {
    const stem = stemOf(word);
    if (stem === undefined) continue;
    if (asked.has(stem)) return undefined;
    answered.add(stem);
  }
  return answered.size < FEWEST_ANSWER_STEMS ? undefined : { reason: 'off_topic', strength: 0.75 };
};

function ends(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars / 2)} ${text.slice(-chars / 2)}`;
}

function stems(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(WORD) ?? [];
  return new Set(words.map(stemOf).filter((stem) => stem !== undefined));
}

function stemOf(word: string): string | undefined {
  const stem = word.slice(0, STEM);
  return COMMON.has(stem) ? undefined : stem;
}
