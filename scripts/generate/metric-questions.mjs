/** Usual questions to the metrics, for docs/metrics.md: what is asked, PromQL, and what to know of the answer. */
export const QUESTIONS = [
  {
    question: 'Where does traffic go?',
    query: 'sum by (route, model) (rate(dragoman_decisions_total[5m]))',
  },
  {
    question: 'How many requests fall back, and why?',
    query: `sum by (cause) (rate(dragoman_fallbacks_total[5m]))
  / scalar(sum(rate(dragoman_decisions_total[5m])))`,
    note: 'As shares of all decisions. A registry without examples has `nothing_to_compare` for all that no rule decides.',
  },
  {
    question: 'How many requests are in doubt?',
    query: `sum(rate(dragoman_decisions_total{reason="low_margin"}[1h]))
  / sum(rate(dragoman_decisions_total[1h]))`,
  },
  {
    question: 'Does a route decay?',
    query: `sum by (route) (rate(dragoman_decision_margin_sum[1d])) / sum by (route) (rate(dragoman_decision_margin_count[1d]))
  - sum by (route) (rate(dragoman_decision_margin_sum[1d] offset 7d)) / sum by (route) (rate(dragoman_decision_margin_count[1d] offset 7d))`,
    note: 'The mean margin of a day less that of a week before. Steadily below 0: the route needs new examples, see [drift](drift.md).',
  },
  {
    question: 'Is it the model, or the route?',
    query: `sum by (model) (rate(dragoman_gate_score_sum[1h])) / sum by (model) (rate(dragoman_gate_score_count[1h]))`,
    note: 'A bad model has a low score on every route. Where one route alone escalates (the next question), that route sends it what it cannot do.',
  },
  {
    question: 'How much of the tiers’ answers is escalated?',
    query: `sum by (route, model) (rate(dragoman_escalations_total[1h]))
  / sum by (route, model) (rate(dragoman_gate_verdicts_total[1h]))`,
  },
  {
    question: 'What does a decision cost in time?',
    query:
      'histogram_quantile(0.99, sum by (le, layer) (rate(dragoman_decision_duration_seconds_bucket[5m])))',
    note: 'Seconds. With exemplars switched on, a click on a point leads to its trace.',
  },
  {
    question: 'How long until an answer begins?',
    query:
      'histogram_quantile(0.9, sum by (le, gen_ai_response_model) (rate(gen_ai_client_operation_time_to_first_chunk_seconds_bucket[5m])))',
  },
  {
    question: 'What do models cost?',
    query: 'sum by (model) (increase(dragoman_cost_usd_total[1d]))',
    note: 'US dollars of a day.',
  },
  {
    question: 'What does routing save?',
    query: `sum(increase(dragoman_baseline_usd_total{baseline="default"}[7d]))
  - sum(increase(dragoman_cost_usd_total[7d]))`,
    note: 'US dollars of a week against the default model; `strongest` likewise. With intervals, and against a control group: [savings](savings.md).',
  },
  {
    question: 'What is thrown away?',
    query:
      'sum by (route) (increase(dragoman_wasted_usd_total[1d])) / sum by (route) (increase(dragoman_cost_usd_total[1d]))',
    note: 'The share of the money that went into rejected answers.',
  },
  {
    question: 'How many tokens does each model read and write?',
    query: 'sum by (gen_ai_response_model, gen_ai_token_type) (rate(gen_ai_client_token_usage_sum[5m]))',
  },
  {
    question: 'Which requests fail?',
    query: 'sum by (model, status) (rate(dragoman_requests_total{status!="2xx"}[5m]))',
    note: 'What Dragoman itself refuses is in `dragoman_errors_total`, by its code.',
  },
  {
    question: 'Is the control group better off?',
    query: `sum by (arm) (rate(dragoman_opinions_total{opinion="discontent"}[1d]))
  / sum by (arm) (rate(dragoman_trial_requests_total[1d]))`,
    note: 'Discontent a request, by who chose the model; errors likewise by `status`. For a verdict with an interval: [experiments](experiments.md).',
  },
  {
    question: 'Does the decision cache pay?',
    query: `sum(rate(dragoman_decision_cache_lookups_total{lookup=~"hit|near_hit"}[5m]))
  / sum(rate(dragoman_decision_cache_lookups_total[5m]))`,
  },
  {
    question: 'Does the cache that replicas share pay?',
    query: `sum by (shared_lookup) (rate(dragoman_shared_cache_lookups_total[5m]))
  / scalar(sum(rate(dragoman_shared_cache_lookups_total[5m])))`,
    note: 'Each hit spares the encoder, or the small model. Mostly `miss`: prompts do not repeat within the TTL, and it may as well go. See [scale](scale.md#when-to-share-a-cache).',
  },
  {
    question: 'Is something lost?',
    query: 'sum by (queue, loss) (increase(dragoman_dropped_total[1h])) > 0',
  },
  {
    question: 'Does what is in the folder serve?',
    query: 'max(dragoman_registry_problems) > 0 or max(dragoman_registry_pending) > 0',
  },
  {
    question: 'Do all replicas serve the same registry?',
    query: 'count(count by (version) (dragoman_registry_info)) > 1',
  },
  {
    question: 'Is work left out for want of time?',
    query:
      'sum by (instance, shed) (rate(dragoman_shed_total[5m])) > 0 or max by (instance) (dragoman_load_level) > 0',
    note: 'Never a request, see [overload](overload.md).',
  },
  {
    question: 'Is Dragoman itself busy?',
    query: 'rate(process_cpu_seconds_total[1m]) or dragoman_event_loop_delay_seconds{statistic="p99"}',
    note: 'Decisions are made in one thread: at one core, or with delays of tens of milliseconds, add a replica.',
  },
];
