import type { Check } from './check.js';

const NOT_ABLE = String.raw`(?:cannot|can't|can not|could not|couldn't|won't|will not|am (?:not able|unable|not capable|not allowed|not permitted)|do not have|don't have|do not know|don't know|must decline|have to decline)`;

const ASSISTANT = String.raw`an? (?:ai|artificial intelligence|(?:large )?language model|virtual assistant)\b`;

/** How models open a refusal. */
const OPENINGS: readonly string[] = [
  String.raw`(?:i'm |i am |we're )?(?:very |really |so |truly )?sorry,? (?:but|i |as an|that i)`,
  String.raw`(?:my apologies|i apologi[sz]e),? (?:but|i |as an|for not)`,
  String.raw`(?:unfortunately,? |sorry,? |i'm afraid |i regret to say )?(?:that )?i(?:'m| am)? ?${NOT_ABLE}`,
  String.raw`[\w', ]{0,40}\bas ${ASSISTANT}[^.!?\n]{0,80}?\b(?:${NOT_ABLE}|do not|don't|am not|unable)\b`,
  String.raw`(?:i'm|i am) (?:just |only )?${ASSISTANT}`,
  String.raw`i (?:must|have to|need to) (?:respectfully )?(?:decline|refuse)`,
  String.raw`i(?:'d| would) (?:rather|prefer) not\b`,
];
/** The same in other languages: German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian and those without an alphabet. */
const FOREIGN_OPENINGS: readonly string[] = [
  String.raw`(?:es tut mir leid|tut mir leid|entschuldigung|leider),?.{0,60}\b(?:kann|darf|können|möchte|weiß|habe)\b.{0,60}\b(?:nicht|kein)`,
  String.raw`ich kann (?:dir |ihnen |euch )?(?:dabei|das|damit|diese[rsmn]?|hierbei|leider)[^.]{0,80}\bnicht\b`,
  String.raw`als (?:ki|künstliche intelligenz|sprachmodell|ki-sprachmodell)\b`,
  String.raw`(?:(?:je suis |vraiment )?désolée?,?|malheureusement,?) .{0,40}\b(?:ne peux|ne suis|n'ai|ne dispose|ne sais)`,
  String.raw`je (?:ne peux|ne suis) pas (?:en mesure|capable|vous aider|t'aider|fournir|répondre)`,
  String.raw`en tant qu(?:'ia|e modèle|'intelligence|'assistant)`,
  String.raw`(?:lo siento|lamentablemente|desafortunadamente|disculpa),? .{0,40}\bno (?:puedo|tengo|soy|sé)\b`,
  String.raw`no puedo (?:ayudar|proporcionar|cumplir|responder|hacer eso|generar)`,
  String.raw`como (?:modelo de lenguaje|una? ia|inteligencia artificial|modelo de linguagem)\b`,
  String.raw`(?:desculpe|sinto muito|lamento|infelizmente),? .{0,40}\bnão (?:posso|tenho|sou|sei)\b`,
  String.raw`não posso (?:ajudar|fornecer|atender|responder)`,
  String.raw`(?:mi dispiace|purtroppo|spiacente),? .{0,40}\bnon (?:posso|sono|ho|so)\b`,
  String.raw`non posso (?:aiutarti|fornire|rispondere|soddisfare)`,
  String.raw`come (?:modello linguistico|intelligenza artificiale)\b`,
  String.raw`(?:het spijt me|sorry|helaas),? .{0,40}\b(?:kan|mag|heb|weet)\b.{0,30}\b(?:niet|geen)\b`,
  String.raw`(?:przykro mi|niestety|przepraszam),? .{0,40}\bnie (?:mogę|mam|jestem|wiem)`,
  String.raw`(?:извините|простите|к сожалению|мне жаль),? .{0,60} не (?:могу|имею|знаю)`,
  String.raw`я не могу (?:помочь|ответить|предоставить|выполнить)`,
  String.raw`как (?:языковая модель|искусственный интеллект|ии)`,
  String.raw`(?:üzgünüm|maalesef|özür dilerim)`,
  String.raw`(?:抱歉|对不起|很遗憾|很抱歉|非常抱歉|對不起)`,
  String.raw`(?:作为|作為|身为)(?:一个|一個|一名)?(?:人工智能|ai|语言模型|語言模型|大型语言模型)`,
  String.raw`我(?:无法|不能|無法)(?:提供|回答|帮助|协助|满足|完成|幫助)`,
  String.raw`(?:申し訳ありません|申し訳ございません|すみません|ごめんなさい|残念ながら)`,
  String.raw`(?:죄송합니다|죄송하지만|미안하지만|유감스럽게도)`,
  String.raw`(?:عذر|آسف|للأسف|أعتذر)`,
  String.raw`(?:क्षमा करें|माफ़ कीजिए|मुझे खेद है)`,
];
const GREETING = String.raw`^[\s"'*_#>-]{0,8}(?:(?:hi|hello|thank you|thanks|ok|okay|well)\b[^.!\n]{0,60}[.!,]\s*)?`;
const OPENING = new RegExp(`${GREETING}(?:${OPENINGS.join('|')})`, 'i');
const FOREIGN_OPENING = new RegExp(`${GREETING}(?:${FOREIGN_OPENINGS.join('|')})`, 'iu');

/** The same at the end of an answer that tried. */
const CLOSING = new RegExp(
  String.raw`\b(?:therefore|thus|so|hence|unfortunately|as such),? (?:i|we) ${NOT_ABLE} (?:provide|give|answer|determine|solve|complete|choose|select)|\bi ${NOT_ABLE} (?:answer|provide an? (?:\w+ )?answer)`,
  'i',
);

/** What a model goes on with that helps after all. */
const HELPS =
  /\b(?:however|nevertheless|that said|but (?:i can(?!'|not)|here|generally|in general|based)|i can (?:still |certainly |offer|provide|suggest|give|help|describe|tell)|here(?:'s| is| are)|for example)\b/i;

/** Prompts that want a text which declines or says sorry. */
const WANTS_REFUSAL =
  /\b(?:declin|refus|reject|turn(?:ing)? down|apolog|sorry|excuse|regret|say(?:ing)? no|complain|complaint|condolence|sympath|cheer|unhappy|customer|absag|entschuldig|ablehn|disculp|rechaz|refuser|excus|rifiut|scus)|道歉|拒绝|抱歉|извин|отказ|お詫び|断り|사과|거절/iu;

/** The answers on which the checks were measured are English. */
const UNMEASURED = 0.9;
const OPENING_CHARS = 320;
const HELPING_CHARS = 1_280;
const CLOSING_CHARS = 400;

/** The model declines: at the start, or after trying. A text that declines because it was asked to is none. */
export const checkRefusal: Check = (ask, answer, { text, prose }) => {
  if (answer.finish === 'refused') return { reason: 'refusal', strength: 0.98 };
  const start = prose.slice(0, OPENING_CHARS);
  const opens = OPENING.test(start);
  if ((opens || FOREIGN_OPENING.test(start)) && !WANTS_REFUSAL.test(ask.prompt)) {
    // Or there is code behind it.
    const helps = HELPS.test(prose.slice(0, HELPING_CHARS)) || prose.length < text.length;
    return { reason: 'refusal', strength: helps ? 0.75 : opens ? 0.97 : UNMEASURED };
  }
  return CLOSING.test(prose.slice(-CLOSING_CHARS)) ? { reason: 'refusal', strength: 0.85 } : undefined;
};
