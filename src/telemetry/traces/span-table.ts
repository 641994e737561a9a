export interface SpanEntry {
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'client';
  /** When it is there, and what it spans; Markdown. */
  readonly about: string;
}

/** Every span; `docs/traces.md` is generated from it. */
export const SPAN_TABLE = {
  decide: {
    name: 'dragoman.decide',
    kind: 'server',
    about:
      "One decision, from the whole request to the mutation. A child of Envoy's span of its talk with us.",
  },
  parse: { name: 'dragoman.parse', kind: 'internal', about: 'The body is read.' },
  features: { name: 'dragoman.layer.features', kind: 'internal', about: 'What is measured of the request.' },
  builtin: {
    name: 'dragoman.layer.builtin',
    kind: 'internal',
    about: 'The built-in signals, where the registry asks for some.',
  },
  rules: { name: 'dragoman.layer.rules', kind: 'internal', about: "The routes' rules." },
  fast: {
    name: 'dragoman.layer.fast',
    kind: 'internal',
    about: 'The fast head, where nothing had ended the search.',
  },
  similarity: {
    name: 'dragoman.layer.similarity',
    kind: 'internal',
    about: 'The encoder and its head, where the fast head did not end the search.',
  },
  llm: {
    name: 'dragoman.layer.llm',
    kind: 'internal',
    about: 'A model is asked for the route, in doubt and if the policy says so.',
  },
  outcomes: {
    name: 'dragoman.layer.outcomes',
    kind: 'internal',
    about: "The answers' quality is predicted, where an objective or a cascade's start needs it.",
  },
  choose: { name: 'dragoman.choose', kind: 'internal', about: 'The model is chosen.' },
  gate: {
    name: 'dragoman.gate',
    kind: 'internal',
    about: "One tier's answer, from its head to the gate's verdict. The last tier has no gate.",
  },
  outcome: {
    name: '{gen_ai.operation.name} {gen_ai.request.model}',
    kind: 'client',
    about:
      'The whole exchange with the models, from the decision to the last byte of the answer, with all attempts. ' +
      'Emitted when Envoy has reported the finished request.',
  },
  shadow: {
    name: 'dragoman.shadow',
    kind: 'internal',
    about:
      'A copy of the request went to another model: from the decision to the comparison of both answers. ' +
      "A trace of its own, linked to the decision's span; the client never waits for it.",
  },
} as const satisfies Readonly<Record<string, SpanEntry>>;

export type SpanKey = keyof typeof SPAN_TABLE;
