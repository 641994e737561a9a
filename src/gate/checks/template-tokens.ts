import type { Check } from './check.js';

/** Control tokens of the known chat templates: ChatML, Llama 2 and 3, Gemma, Phi, DeepSeek, Mistral, Harmony, Command. */
const TOKENS =
  /<\|(?:im_start|im_end|im_sep|endoftext|eot_id|eom_id|start_header_id|end_header_id|begin_of_text|end_of_text|system|user|assistant|end|start|message|channel|return|call|python_tag|fim_(?:prefix|suffix|middle)|(?:START|END)_OF_TURN_TOKEN|(?:USER|CHATBOT|SYSTEM)_TOKEN)\|>|<｜[^｜\n]{1,40}｜>|\[\/?(?:INST|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]|<<\/?SYS>>|<(?:start|end)_of_turn>|<(?:bos|eos|pad|unk)>|<0x[0-9A-F]{2}>/;
/** The end of a sequence in SentencePiece models, which HTML has for struck text. */
const SENTENCE_END = /<\/s>\s*(?:$|<s>|\[INST\])/;
/** A turn that the model plays for the user, and its own that follows. */
const USER_TURN = /\n[ \t]{0,8}(?:### )?(?:Human|User|USER|HUMAN|Instruction|Input):/;
const OWN_TURN = /\n[ \t]{0,8}(?:### )?(?:Assistant|AI|ASSISTANT|Response|Bot):/;
/** Prompts in which such tokens belong to the matter. */
const SPEAKS_OF_THEM =
  /<\||\|>|\[\/?INST|<<SYS|<\/s>|_of_turn|chat ?template|special tokens?|control tokens?|prompt format|dialog|conversation|script|chatml|\b(?:human|user|assistant|instruction)\s*:/i;

/** The model's control tokens stand in its text, or it goes on with the next turn. */
export const checkTemplateTokens: Check = (ask, _answer, { text }) => {
  const hasTokens = TOKENS.test(text) || SENTENCE_END.test(text);
  if (!hasTokens && !playsOn(text)) return undefined;
  if (SPEAKS_OF_THEM.test(ask.prompt) || SPEAKS_OF_THEM.test(ask.system)) return undefined;
  return { reason: 'template_tokens', strength: hasTokens ? 0.95 : 0.85 };
};

function playsOn(text: string): boolean {
  const turn = USER_TURN.exec(text);
  return turn !== null && OWN_TURN.test(text.slice(turn.index + 1));
}
