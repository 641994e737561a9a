/** Words with which people start to say what they want. */
const OPENING = new RegExp(
  String.raw`^[\s>*#\-"'(\d.]{0,8}(?:` +
    [
      "please|kindly|can (?:you|i|we)|could (?:you|i|we)|would you|will you|i (?:want|need|would like|have to|wish)|i'd like",
      "help|let'?s|your (?:task|job|goal)|the task|task|question|q|query|request|instructions?|you are|you will|act as|given|based on",
      'according to|using|from the|with the|for (?:this|the|each|all)|in (?:this|the|one|two|three|a)\\b|here (?:is|are)|below|the following|hey|hi',
      'summar\\w*|tl;?dr|condense|shorten|translat\\w*|writ\\w*|rewrite|explain|list|extract|find|identify|give|tell|answer|describe',
      'compare|contrast|analy[sz]e|classify|categor\\w+|generate|create|make|draft|compose|fix|debug|implement|refactor|convert|optimi[sz]e',
      'rephrase|paraphrase|solve|calculate|compute|determine|prove|show|suggest|recommend|provide|propose|read|review|check|correct|proofread',
      'improve|expand|continue|complete|fill|choose|select|pick|synthesi[sz]e|evaluate|assess|discuss|outline|design|build|add|remove',
      'edit|turn|format|sort|count|name|state|define|predict|guess|decide|infer|label|tag|highlight|simplify|clean|parse|return|output|do|does|did',
      "what|what's|why|how|which|who|whom|whose|when|where|is|are|was|were|has|have|should|am|if|set|book|order|play|call|send|remind|cancel|put",
      'title|summary|headline|conclusion|translation|answer|reply|respond|ignore|use|think|consider|imagine|pretend|say|repeat|ask',
      '[uü]bersetz\\w*|fass\\w*|erkl[aä]r\\w*|schreib\\w*|r[eé]sum\\w*|tradu\\w*|expliqu\\w*|explic\\w*|escrib\\w*|[eé]cri\\w*|scriv\\w*|was|wie|warum|que|qu[eé]|comment|come|cosa',
    ].join('|') +
    String.raw`)(?!\w)`,
  'iu',
);
const INSIDE =
  /\b(?:please|can you|could you|would you|i (?:want|need) you to|i'd like you to|your task|tell me|give me|show me|help me|in a nutshell|tl;?dr)\b|请|翻译|总结|概括|解释|写一|要約|翻訳|教えて|ください|переведи|объясни|напиши/i;
const ENDING = /[?？:：]\s*["')]?\s*$/;

/** Most UTF-16 units in which a request for something is looked for. */
const ASK_CHARS = 240;

/** Whether a passage reads as a request: it opens with an imperative or a question word, or ends as a question. */
export function asks(passage: string): boolean {
  const head = passage.slice(0, ASK_CHARS);
  return OPENING.test(head) || INSIDE.test(head) || ENDING.test(passage.slice(-ASK_CHARS));
}
