import type { LoadRequest, LoadResult } from '../load/load-job.js';
import { type BodySize, chatBody, RULE_ASK } from './bodies.js';
import type { LoadName, PathTarget } from './path-figures.js';
import type { Pair, Pairs } from './start-targets.js';
import type { TrafficTrace } from './traffic-trace.js';

/** A target, and what to send it. */
export interface Target {
  readonly name: PathTarget;
  readonly pair: Pair;
  /** So many different requests, or the only one where the same may come again. */
  requests(load: LoadName, count: number): LoadRequest[];
  /** How many were decided the way the target stands for. */
  asMeant(result: LoadResult, layers: Readonly<Record<string, number>>): number;
}

/** What is asked of a cascade; the upstream's answers keep to it. */
const CASCADE_ASK =
  'Write a report on the harbour railway: trains, stations, staff, money, and what to do next.';

/** @param trace `undefined` when nothing is recorded */
export function targetsOf(pairs: Pairs, trace: TrafficTrace | undefined): Target[] {
  const { texts } = pairs;
  const once = (ask: string): Ask => ({ once: ask });
  const each = (from: readonly string[]): Ask => ({ each: inTurn(from) });
  const [known = ''] = texts.encoder;
  const forwarded = (result: LoadResult): number => result.latenciesUs.length;
  const make = (name: PathTarget, pair: Pair, ask: Ask, asMeant: Target['asMeant']): Target => ({
    ...{ name, pair, asMeant },
    requests: (load, count) => (load === 'trace' ? (trace?.next(count) ?? []) : requestsOf(ask, load, count)),
  });
  const { envoy, empty, dragoman, cascade } = pairs;
  const decided = (layer: string) => (_: LoadResult, layers: Readonly<Record<string, number>>) =>
    layers[layer] ?? 0;
  const answeredBy = (model: string) => (result: LoadResult) => result.models[model] ?? 0;
  const gated = (route: string): Ask => ({ once: CASCADE_ASK, headers: { 'x-bench': route } });
  return [
    make('envoy', envoy, once(RULE_ASK), forwarded),
    make('empty', empty, once(RULE_ASK), forwarded),
    make('rule', dragoman, once(RULE_ASK), decided('rules')),
    make('cache', dragoman, once(known), decided('cache')),
    make('fast', dragoman, each(texts.fast), decided('fast')),
    make('encoder', dragoman, each(texts.encoder.slice(1)), decided('similarity')),
    make('accepted', cascade, gated('gated-1024'), answeredBy('small-1024')),
    make('escalated', cascade, gated('escalated-1024'), answeredBy('large')),
    make('mixed', dragoman, once(RULE_ASK), decidedAtAll),
  ];
}

/** Reasons of requests that the default model got because the encoder had no time for them, or nobody had. */
const SHED = ['none', 'overloaded', 'encoder_late', 'encoder_busy', 'encoder_down', 'examples_loading'];

function decidedAtAll({ latenciesUs, reasons }: LoadResult): number {
  return SHED.reduce((left, reason) => left - (reasons[reason] ?? 0), latenciesUs.length);
}

/** The same ask each time, or another one. */
type Ask =
  | { readonly once: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly each: TextsInTurn };

function requestsOf(ask: Ask, bytes: BodySize, count: number): LoadRequest[] {
  if ('once' in ask)
    return [{ body: chatBody(bytes, ask.once), ...(ask.headers && { headers: ask.headers }) }];
  return ask.each
    .next(count)
    .map(({ tenant, text }) => ({ body: chatBody(bytes, text), headers: { 'x-tenant-id': tenant } }));
}

interface TextsInTurn {
  /** No text twice for a tenant, and other tenants each time, so that no cache knows it. */
  next(count: number): readonly { readonly tenant: string; readonly text: string }[];
}

function inTurn(texts: readonly string[]): TextsInTurn {
  let [at, times] = [0, 0];
  return {
    next: (count) => {
      times += 1;
      return Array.from({ length: count }, (_, i) => {
        at += 1;
        const tenant = `tenant-${times}-${Math.floor(i / texts.length)}`;
        return { tenant, text: texts[at % texts.length] ?? '' };
      });
    },
  };
}
