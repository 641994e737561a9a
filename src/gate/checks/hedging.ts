import type { Check } from './check.js';

/** The model takes something back, or says that its own way led nowhere. */
const TAKES_BACK =
  /\b(?:there (?:must|seems to|appears to) (?:be|have been) (?:an?|some) (?:error|mistake)|(?:i|we) (?:made|have made|must have made) (?:an? )?(?:error|mistake)|my (?:previous|earlier) (?:answer|calculation|response) (?:was|is)|let(?:'s| me| us) (?:re-?evaluate|re-?examine|re-?consider|re-?do|start over|try again|correct)|this (?:is|seems) (?:impossible|contradictory|incorrect|not correct|not possible))/gi;
/** The model does not know. */
const UNSURE =
  /\b(?:i(?:'m| am) not (?:entirely |completely |quite |100% )?(?:sure|certain)|i (?:may|might|could) be (?:wrong|mistaken)|i(?:'m| am) (?:only )?guessing|(?:my|a) (?:best|educated) guess|it(?:'s| is) (?:unclear|difficult to say|hard to say|impossible to say|not clear)|not enough information|insufficient information|cannot be determined|more information is needed|ich bin (?:mir )?nicht sicher|je ne suis pas sûre?|no estoy segur[oa]|non sono sicur[oa]|não tenho certeza)|я не уверен/gi;

const ASKS_FOR_DOUBT =
  /\b(?:guess|estimate|not enough information|cannot be determined|uncertain|unsure|doubt)\b/i;

/** The model doubts its own answer. */
export const checkHedging: Check = (ask, _answer, { prose }) => {
  const takesBack = prose.match(TAKES_BACK)?.length ?? 0;
  const unsure = ASKS_FOR_DOUBT.test(ask.prompt) ? 0 : (prose.match(UNSURE)?.length ?? 0);
  if (takesBack + unsure === 0) return undefined;
  return { reason: 'hedging', strength: takesBack > 1 ? 0.7 : 0.65 };
};
