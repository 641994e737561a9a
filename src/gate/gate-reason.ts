/** The closed set of what can be held against an answer: label in records, metrics and spans, anchor in the documents. */
export const GATE_REASONS = {
  unreadable: 'The answer is no answer of its endpoint: not JSON, half of it, or of another shape.',
  empty: 'The answer holds no text and no tool call.',
  too_short: 'The answer is much shorter than what was asked for.',
  refusal: 'The model declines.',
  truncated: 'The answer stops in the middle: it met its token limit, or ends without an end.',
  repetition: 'The answer repeats itself.',
  wrong_language: 'The answer is in another language than was asked for.',
  template_tokens: "The answer shows the model's own control tokens.",
  missing_code: 'Code was asked for, and there is none.',
  unbalanced: 'Code or JSON in the answer has brackets or quotes that never close.',
  hedging: 'The model doubts its own answer.',
  off_topic: 'The answer has little to do with what was asked.',
  invalid_json: 'JSON was asked for, and the answer is none.',
  schema_mismatch: "The answer's JSON breaks the schema that was asked for.",
  unknown_tool: 'The model calls a tool that it was not offered.',
  invalid_arguments: "A tool call's arguments break the tool's schema.",
  unsure_tokens: "The probabilities of the answer's own tokens are low.",
  low_score: 'The calibrated probability that the answer is good is under the bar.',
  verifier: 'The model that was asked about the answer finds it wrong.',
  inconsistent: 'Samples of the same prompt disagree.',
} as const;

export type GateReason = keyof typeof GATE_REASONS;
