/**
 * What kind of work a text asks for, by the words that ask for it. Families overlap on purpose: a head learns which of
 * them matter together. Mostly English, with the commonest verbs of a few other languages.
 */
export const CUE_FAMILIES = {
  summarise:
    /\b(?:summar|synopsis|tl;?dr|nutshell|condense|shorten|recap|gist|digest|abstract|headline|briefly|(?:key|main) (?:points?|ideas?|takeaways?)|(?:a|the) title|overview|zusammenfass|r[eé]sum|riassum|samenvat)|总结|概括|摘要|要約|요약|резюм|кратко/i,
  extract:
    /\b(?:extract|pull out|find (?:all|every|the)|identify|retrieve|classif|categor|label|entit|parse|mentioned|list (?:all|every|the)|fill in|highlight|locate|which of|according to|extrah|extra(?:er|ire|e)\b)|提取|分类|识别|抽出|извлек/i,
  code: /\b(?:code|coding|functions?|program|script|implement|debug|bug|refactor|compil|unit tests?|regex|sql|quer(?:y|ies)|algorithm|api|class|method|html|css|json|python|java(?:script)?|typescript|c\+\+|c#|rust|golang|bash|docstring|snippet|stack trace|repo)\b|代码|函数|编程|コード|код/i,
  calculate:
    /\b(?:calculat|comput(?:e|ing)|solve|how (?:many|much|old|far|long)|equation|sum of|total|average|percent|probabilit|integral|derivative|remainder|evaluate|berechn|calcul)|计算|求解|計算|вычисл|посчита/i,
  reason:
    /\b(?:prove|proof|deduce|infer|step by step|logic|puzzle|riddle|true or false|therefore|suppose|assume|given that|must be|follows|conclude|entail|valid|invalid|consistent)\b|推理|证明|证|доказ/i,
  explain:
    /\b(?:explain|analy[sz]e|analysis|compare|contrast|difference|why|discuss|describe|pros and cons|advantages|implications?|assess|interpret|critique|cause[sd]?|effects? of|role of|erkl[aä]r|expliqu|explic|spieg)|解释|分析|比较|为什么|説明|объясн|почему/i,
  translate:
    /\b(?:translat|how (?:do|would) (?:you|i|we) say|(?:in|into|to|from) (?:english|french|german|spanish|italian|portuguese|russian|chinese|japanese|korean|arabic|hindi|dutch|polish|turkish|czech|ukrainian)|[uü]bersetz|tradu)|翻译|翻訳|번역|перевед|перевод/i,
  create:
    /\b(?:stor(?:y|ies)|poem|haiku|lyrics|song|novel|fiction|character|dialogue|imagine|slogan|brainstorm|invent|compose|essay|article|blog|joke|limerick|screenplay|write (?:a|an|me|the)|generate (?:a|an)|come up with|creative|gedicht|geschichte|histoire|cuento|poema)\b|写一|故事|诗|创作|小説|напиши/i,
  rewrite:
    /\b(?:rewrite|rephrase|paraphrase|reword|improve|proofread|edit|polish|correct|grammar|simplif|tone|formal|convert|change|replace|umformul|reformul)|改写|修改|润色|перефраз/i,
  answer:
    /\b(?:answer|questions?|choose|select|option|multiple choice|correct (?:answer|option)|passage|context|based on|frage|pregunta)\b|回答|问题|選択|ответ|вопрос/i,
  plan: /\b(?:plan|suggest|recommend|advi[cs]e|ideas?|tips|schedule|itinerary|recipe|strateg(?:y|ies)|should i|best way|how (?:do|can|to|should)|help me)\b|建议|推荐|计划|提案|посовет/i,
  command:
    /^\W*(?:please |can you |could you |i (?:want|need|would like)(?: you)? to |let'?s )?(?:set|book|order|turn|play|call|send|remind|add|remove|delete|cancel|check|show|open|start|stop|pay|transfer|buy|find|move|create|update|schedule|make|get|put|switch|change|tell me|give me|text)\b/i,
  chat: /\b(?:hi|hello|hey|thanks|thank you|good (?:morning|evening|night)|bye|how are you|your name|who are you|are you (?:a|an|real|human)|do you (?:like|have|think|know|feel|want)|tell me (?:a joke|about yourself)|what'?s up|nice to|lol|fun fact)\b|你好|谢谢|привет|спасибо/i,
} as const satisfies Readonly<Record<string, RegExp>>;

export type CueFamily = keyof typeof CUE_FAMILIES;

/** UTF-16 units at each end of an instruction in which cues are looked for. */
const CUE_CHARS = 200;

/** Where cues stand: people say what they want first, or last, and paste what it is about beside it. */
export interface CuePlaces {
  readonly head: string;
  readonly tail: string;
}

/** The ends of an instruction; both are the whole of a short one. */
export function cuePlaces(instruction: string): CuePlaces {
  return { head: instruction.slice(0, CUE_CHARS), tail: instruction.slice(-CUE_CHARS) };
}
