/** The closed set of reasons: header value, label in log lines and span attribute. */
export const REASONS = {
  pinned: 'The client asked for this model of the pool.',
  rule: 'A rule of the route matched.',
  similar: "The request resembles the route's examples, above threshold and margin.",
  several_intents: 'The request asks for several things; the route of the dearest model decides.',
  stand_in: 'The encoder gave no embedding; the fast head found the route clear by itself.',
  llm: 'The heads were in doubt; the small model that was asked named the route.',
  sticky: 'The conversation keeps its model: a change is not worth a cold prefix cache.',
  reask: 'The user was not content with the answer before; the next stronger model answers.',
  hinted: 'The route was found to decay; until it is refreshed the next dearer model answers.',
  low_margin: "The best route was not clear enough; the policy's `onLowMargin` says which model answers.",
  out_of_scope:
    'The request resembles no route; the default model answers, or the strongest where `onLowMargin` says so.',
  no_examples: 'No route has examples and no rule matched; the default model answers.',
  no_text: 'The last user turn holds no text; the default model answers.',
  encoder_absent: 'Dragoman runs without an encoder; the default model answers.',
  encoder_late: 'The embedding missed its deadline; the default model answers.',
  encoder_busy: "The encoder's queue was full; the default model answers.",
  overloaded:
    'The process was overloaded and left out the layers that find a route; the default model answers.',
  examples_loading: 'The examples are still being embedded; the default model answers.',
  encoder_down: 'The encoder was not available; the default model answers.',
  control: 'The conversation is in the control group, which goes to the control model.',
  explored: 'The conversation explores: chance chose among the models that can serve it.',
  safety: 'The model asked for may not serve a safety class that a rule demands; the route decides.',
  target_ineligible: 'The chosen model cannot serve this request; the next one that can answers.',
} as const;

export type Reason = keyof typeof REASONS;

/** Reasons that are orders of the client or of the registry: nobody's past, doubt or trial changes them. */
const ORDERS: readonly Reason[] = ['pinned', 'rule', 'safety'];

export function isOrder(reason: Reason): boolean {
  return ORDERS.includes(reason);
}
