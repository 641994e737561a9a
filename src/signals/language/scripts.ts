/** Scripts that one language, or mostly one, is written in, by ISO 639-1 code, and how many Latin letters a sign is worth. */
export const SCRIPT_LANGUAGES: readonly (readonly [script: RegExp, language: string, weight: number])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja', 2.5],
  [/\p{Script=Hangul}/gu, 'ko', 2.5],
  [/\p{Script=Han}/gu, 'zh', 3],
  [/\p{Script=Thai}/gu, 'th', 1],
  [/\p{Script=Greek}/gu, 'el', 1],
  [/\p{Script=Hebrew}/gu, 'he', 1.3],
  [/\p{Script=Arabic}/gu, 'ar', 1.3],
  [/\p{Script=Devanagari}/gu, 'hi', 1.3],
  [/\p{Script=Cyrillic}/gu, 'ru', 1],
  [/\p{Script=Bengali}/gu, 'bn', 1.3],
  [/\p{Script=Tamil}/gu, 'ta', 1],
  [/\p{Script=Telugu}/gu, 'te', 1],
  [/\p{Script=Gujarati}/gu, 'gu', 1.3],
  [/\p{Script=Gurmukhi}/gu, 'pa', 1.3],
  [/\p{Script=Kannada}/gu, 'kn', 1],
  [/\p{Script=Malayalam}/gu, 'ml', 1],
  [/\p{Script=Sinhala}/gu, 'si', 1],
  [/\p{Script=Armenian}/gu, 'hy', 1],
  [/\p{Script=Georgian}/gu, 'ka', 1],
  [/\p{Script=Ethiopic}/gu, 'am', 2],
  [/\p{Script=Khmer}/gu, 'km', 1],
  [/\p{Script=Lao}/gu, 'lo', 1],
  [/\p{Script=Myanmar}/gu, 'my', 1],
];

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Which language a text in Cyrillic is in: by letters that only some have, and by small words. */
export function cyrillicLanguage(text: string): string {
  const lower = text.toLowerCase();
  const ukrainian = count(lower, /[іїєґ]/g) - 2 * count(lower, /[ыэъў]/g);
  if (count(lower, /ў/g) > 0) return 'be';
  if (ukrainian > 0) return 'uk';
  if (count(lower, /[ђћљњџј]/g) > 0) return 'sr';
  const russian =
    2 * count(lower, /[ыэё]/g) +
    count(lower, /(?<!\p{L})(?:что|как|это|не|мне|вы|она|они|был|для|или|мой|где)(?!\p{L})/gu);
  const bulgarian =
    count(lower, /ъ(?=[бвгджзклмнпрстфхцчшщ])/g) +
    2 *
      count(
        lower,
        /(?<!\p{L})(?:да|се|са|ще|какво|как[ъв]в|този|това|съм|си|ми|моля|от|е|към|във|със|което|защо|къде)(?!\p{L})/gu,
      ) +
    count(lower, /(?:ът|ята|ите|ото|ето)(?!\p{L})/gu);
  return bulgarian > russian && count(lower, /[ыэё]/g) === 0 ? 'bg' : 'ru';
}

/** Which language a text in Arabic script is in: Persian and Urdu have letters of their own. */
export function arabicLanguage(text: string): string {
  const urdu = count(text, /[ٹڈڑےںھ]/g);
  const persian = count(text, /[پچژگکی]/g);
  if (urdu > 1 && urdu * 4 >= persian) return 'ur';
  return persian > 0 && persian >= count(text, /[ةكيىأإ]/g) ? 'fa' : 'ar';
}
