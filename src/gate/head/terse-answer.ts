/** What can be told of an answer of a few words by its form. */
export interface TerseAnswer {
  /** Few words, to a prompt that one or two short sentences make. */
  readonly isTerse: boolean;
  /** It stands in the prompt, and is less than half of it: a label to choose, or a passage to find. */
  readonly isQuoted: boolean;
  /** The prompt asks how many, and the answer names no number. */
  readonly lacksNumber: boolean;
  /** The prompt asks for yes or no, and the answer starts with either. */
  readonly isYesOrNo: boolean;
}

const PROMPT_CHARS = 160;
const ANSWER_CHARS = 80;
const HOW_MANY = /\bhow (?:many|much|old|tall|long|far)\b|\bwhat (?:year|number)\b|\bwhich year\b/i;
const NUMBER =
  /\d|\b(?:zero|none|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|a|an)\b/i;
const WHETHER =
  /^(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b|\byes or no\b/i;
const YES_OR_NO = /^\W{0,3}(?:yes|no)\b/i;
const NONE: TerseAnswer = { isTerse: false, isQuoted: false, lacksNumber: false, isYesOrNo: false };

/** Looks at an answer of 80 UTF-16 units at most; of a longer one nothing is said. */
export function terseAnswerOf(prompt: string, answer: string): TerseAnswer {
  const text = answer.trim();
  const asked = prompt.trim();
  if (text === '' || text.length > ANSWER_CHARS) return NONE;
  const bare = text.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return {
    isTerse: asked.length <= PROMPT_CHARS,
    isQuoted: bare.length > 1 && 2 * bare.length < asked.length && asked.toLowerCase().includes(bare),
    lacksNumber: HOW_MANY.test(asked) && !NUMBER.test(text),
    isYesOrNo: WHETHER.test(asked) && YES_OR_NO.test(text),
  };
}
