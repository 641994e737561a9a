/** Every event on a span; `docs/traces.md` is generated from it. */
export const EVENT_TABLE = {
  evaluation: {
    name: 'gen_ai.evaluation.result',
    about: "The gate's verdict, on `dragoman.gate`.",
  },
  thrash: {
    name: 'dragoman.cascade.thrash',
    about:
      "On `dragoman.gate`: so many answers of a route's first tier are rejected that the cascade costs more than it saves.",
  },
} as const;

export type EventKey = keyof typeof EVENT_TABLE;
