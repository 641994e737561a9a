/** What {@link wishedLanguage} says of a text that speaks of languages in another way. */
export const UNCLEAR = 'unclear';

/** Names of languages as prompts have them, in English and in the language itself, by ISO 639-1 code. */
const NAMES: Readonly<Record<string, string>> = {
  en: 'english|englisch|anglais|inglés|inglese|inglês|engels|angielsk\\p{L}*|английск\\p{L}*|英语|英文|英語|영어',
  de: 'german|deutsch\\p{L}*|allemand|alemán|tedesco|alemão|немецк\\p{L}*|德语|德文|ドイツ語|독일어',
  fr: 'french|französisch\\p{L}*|français|francés|francese|francês|французск\\p{L}*|法语|法文|フランス語|프랑스어',
  es: 'spanish|spanisch\\p{L}*|espagnol|español|castellano|spagnolo|espanhol|испанск\\p{L}*|西班牙语|スペイン語|스페인어',
  it: 'italian|italienisch\\p{L}*|italien|italiano|итальянск\\p{L}*|意大利语|イタリア語',
  pt: 'portuguese|portugiesisch\\p{L}*|portugais|portugués|português|portoghese|葡萄牙语',
  nl: 'dutch|niederländisch\\p{L}*|néerlandais|nederlands|荷兰语',
  sv: 'swedish|schwedisch\\p{L}*|svenska',
  da: 'danish|dänisch\\p{L}*|dansk',
  no: 'norwegian|norwegisch\\p{L}*|norsk',
  fi: 'finnish|finnisch\\p{L}*|suomi|suomeksi',
  pl: 'polish|polnisch\\p{L}*|polonais|polski|po polsku|польск\\p{L}*',
  cs: 'czech|tschechisch\\p{L}*|čeština|česky',
  ro: 'romanian|rumänisch\\p{L}*|română',
  hu: 'hungarian|ungarisch\\p{L}*|magyar(?:ul)?',
  tr: 'turkish|türkisch\\p{L}*|türkçe',
  vi: 'vietnamese|tiếng việt|越南语',
  id: 'indonesian|bahasa indonesia',
  ru: 'russian|russisch\\p{L}*|russe|ruso|russo|русск\\p{L}*|俄语|俄文|ロシア語|러시아어',
  uk: 'ukrainian|ukrainisch\\p{L}*|українськ\\p{L}*',
  zh: 'chinese|mandarin|chinesisch\\p{L}*|chinois|chino|cinese|中文|汉语|漢語|китайск\\p{L}*|中国語|중국어',
  ja: 'japanese|japanisch\\p{L}*|japonais|japonés|日语|日文|日本語|일본어|японск\\p{L}*',
  ko: 'korean|koreanisch\\p{L}*|coréen|coreano|韩语|韓国語|한국어|корейск\\p{L}*',
  ar: 'arabic|arabisch\\p{L}*|arabe|árabe|арабск\\p{L}*|阿拉伯语|العربية',
  he: 'hebrew|hebräisch\\p{L}*',
  hi: 'hindi|हिन्दी|हिंदी',
  th: 'thai|ไทย',
  el: 'greek|griechisch\\p{L}*|grec|griego|ελληνικά',
};

const LETTER = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}]`;
/**
 * Every name, in lower case and in a group that is called after its code. A name in an alphabet begins and ends where a
 * word does.
 */
const MENTION = new RegExp(
  String.raw`(?:(?<!${LETTER})|(?!${LETTER}))(?:` +
    Object.entries(NAMES)
      .map(([code, names]) => `(?<${code}>${names})`)
      .join('|') +
    String.raw`)(?!(?<=${LETTER})${LETTER})`,
  'gu',
);
/** What stands right before a language that the answer is to be in. */
const INTO =
  /(?:(?<!\p{L})(?:in|into|to|using|auf|ins?|en|em|au|po|на|w)|用|以|翻译成|翻譯成|译成|译为)\s{0,3}(?:the\s+)?(?:fluent |simple |plain |proper |correct |formal |modern |brazilian |simplified |traditional )?$/u;
const AFTER = /^\s*(?:で|に|로|으로|回答|作答|回复)/u;
/** Other words with which a text has to do with languages. */
const ABOUT_LANGUAGES =
  /\b(?:translat\w*|übersetz\w*|tradu\w*|vertaal\w*|languages?|sprachen?|langues?|idiomas?|lingu[ae]|dialect|vocabulary|loanword)\b|翻译|翻訳|번역|перевод|перевед|语言|言語/u;

/** UTF-16 units at each end of a text in which people say what they want. */
const END_CHARS = 400;
const BEFORE_CHARS = 30;
const AFTER_CHARS = 8;

/**
 * The language that a text asks the answer to be in, as ISO 639-1 code; {@link UNCLEAR} where it speaks of languages
 * in another way, and `undefined` where it says nothing about them.
 */
export function wishedLanguage(text: string): string | undefined {
  const said = ends(text).toLowerCase();
  const mentioned = new Set<string>();
  const wished = new Set<string>();
  for (const { 0: name, index, groups = {} } of said.matchAll(MENTION)) {
    const code = Object.keys(groups).find((group) => groups[group] !== undefined);
    if (code === undefined) continue;
    mentioned.add(code);
    const end = index + name.length;
    const isWished =
      INTO.test(said.slice(Math.max(0, index - BEFORE_CHARS), index)) ||
      AFTER.test(said.slice(end, end + AFTER_CHARS));
    if (isWished) wished.add(code);
  }
  const [only] = wished;
  if (only !== undefined && wished.size === 1 && mentioned.size <= 2) return only;
  return mentioned.size > 0 || ABOUT_LANGUAGES.test(said) ? UNCLEAR : undefined;
}

function ends(text: string): string {
  return text.length <= 2 * END_CHARS ? text : `${text.slice(0, END_CHARS)}\n\n${text.slice(-END_CHARS)}`;
}
