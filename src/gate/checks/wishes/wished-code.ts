const ASKS =
  /\b(?:write|implement|creat\w*|give|generate|provide|show|code|develop|build|construct|complete|make|design|schreib\w*|escrib\w*|écri\w*|scriv\w*|crea)\b[^.?!\n]{0,60}\b(?:functions?|funktion|función|fonction|funzione|programs?|programm?e?|scripts?|code|class|query|quer(?:y|ies)|regex(?:p)?|regular expression|methods?|subroutine|snippet|html|css|sql|python|javascript|java|c\+\+|bash)\b/iu;
/** Options to choose from: the answer is a letter. */
const HAS_OPTIONS = /\nA[.)] [^\n]*\nB[.)] /;
const ASKS_CJK =
  /(?:写|編写|编写|实现|實現|書いて|作成).{0,20}(?:函数|函數|程序|程式|代码|代碼|脚本|関数|コード|プログラム)/u;
/** Words beside which `function` or `program` is no code, or code is not what is wanted. */
const OTHERWISE =
  /\b(?:algorithm|pseudo-?code|explain|describe|summar\w*|what (?:is|does|would)|output of|training program|exercise program|program (?:for|to help)|marketing|wedding|school|dress code|tv|film|movie|horror|scene|advert\w*|commercial|dialogue|podcast|video|example of an?|radio|television|fitness|workout|class (?:schedule|on|about|for)|proof|prove)\b/i;

/** Whether a prompt asks for code as the answer. Careful: where it may mean something else it is no. */
export function wishesCode(prompt: string): boolean {
  const asked = prompt.slice(0, 4_000);
  if (HAS_OPTIONS.test(asked)) return false;
  return (ASKS.test(asked) || ASKS_CJK.test(asked)) && !OTHERWISE.test(asked);
}
