import type { TokenPrice } from '../../outcome/cost.js';

/** How a route's first tier fares. */
export interface ThrashState {
  /** Answers of the first tier that were judged, of the last {@link WINDOW}. */
  readonly judged: number;
  /** Share of them that was rejected, in [0, 1]. */
  readonly escalationRate: number;
  /**
   * Escalation rate at which the cascade costs as much as its second tier alone, in [0, 1]: 1 - c1 / c2, with what an answer
   * of each costs at the tokens of the first tier's answers.
   */
  readonly breakEven: number;
  readonly thrashing: boolean;
  /** Answers thrown away since the start, their tokens, and US dollars. */
  readonly rejected: number;
  readonly wastedTokens: number;
  readonly wastedUsd: number;
}

export interface FirstTierAnswer {
  readonly escalated: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Answers over which the rate is taken. */
const WINDOW = 200;

/** Fewer say nothing. */
const FEWEST = 50;

/** While the first tier is skipped, one request in this many is tried there, so that it is seen to recover. */
const PROBE_EVERY = 10;

interface RouteRecord {
  readonly recent: boolean[];
  inputTokens: number;
  outputTokens: number;
  answers: number;
  rejected: number;
  wastedTokens: number;
  wastedUsd: number;
  breakEven: number;
  thrashing: boolean;
  requests: number;
}

/** Counts, by route, what rejected answers cost, and notices when the first tier does not pay. */
export class Thrash {
  readonly #routes = new Map<string, RouteRecord>();
  readonly #onChange: (route: string, state: ThrashState) => void;

  /** @param onChange called when a route begins or ceases to thrash */
  constructor(onChange: (route: string, state: ThrashState) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** Counts an answer of a tier other than the first: what it cost for nothing. */
  wasted(route: string, tokens: number, usd: number): void {
    const record = this.#of(route);
    record.rejected += 1;
    record.wastedTokens += tokens;
    record.wastedUsd += usd;
  }

  /** Counts an answer of the first tier, with the prices of the first two. */
  judged(route: string, answer: FirstTierAnswer, first: TokenPrice, second: TokenPrice): void {
    const record = this.#of(route);
    record.recent.push(answer.escalated);
    if (record.recent.length > WINDOW) record.recent.shift();
    record.answers += 1;
    record.inputTokens += answer.inputTokens;
    record.outputTokens += answer.outputTokens;
    record.breakEven = breakEven(first, second, record);
    const was = record.thrashing;
    record.thrashing = record.recent.length >= FEWEST && rateOf(record) > record.breakEven;
    if (was !== record.thrashing) this.#onChange(route, stateOf(record));
  }

  /** Whether a request should start at the second tier: the route thrashes, and this request is no probe. */
  skipsFirst(route: string): boolean {
    const record = this.#routes.get(route);
    if (record?.thrashing !== true) return false;
    record.requests += 1;
    return record.requests % PROBE_EVERY !== 0;
  }

  isThrashing(route: string): boolean {
    return this.#routes.get(route)?.thrashing === true;
  }

  /** The route's tiers are other ones: what the old ones did says nothing of them. The waste stays counted. */
  renew(route: string): void {
    const record = this.#routes.get(route);
    if (record === undefined) return;
    const { rejected, wastedTokens, wastedUsd } = record;
    this.#routes.set(route, { ...newRecord(), rejected, wastedTokens, wastedUsd });
  }

  /** By route. */
  get states(): Readonly<Record<string, ThrashState>> {
    return Object.fromEntries([...this.#routes].map(([route, record]) => [route, stateOf(record)]));
  }

  #of(route: string): RouteRecord {
    let record = this.#routes.get(route);
    if (record === undefined) {
      record = newRecord();
      this.#routes.set(route, record);
    }
    return record;
  }
}

function newRecord(): RouteRecord {
  return {
    ...{ recent: [], inputTokens: 0, outputTokens: 0, answers: 0 },
    ...{ rejected: 0, wastedTokens: 0, wastedUsd: 0, breakEven: 1, thrashing: false, requests: 0 },
  };
}

/** With the mean tokens of the first tier's answers; 0 when the second tier costs no more. */
function breakEven(
  first: TokenPrice,
  second: TokenPrice,
  { inputTokens, outputTokens }: RouteRecord,
): number {
  const costOf = ({ input, output }: TokenPrice): number => input * inputTokens + output * outputTokens;
  const dearer = costOf(second);
  return dearer === 0 ? 1 : Math.max(0, 1 - costOf(first) / dearer);
}

function rateOf({ recent }: RouteRecord): number {
  return recent.length === 0 ? 0 : recent.filter(Boolean).length / recent.length;
}

function stateOf(record: RouteRecord): ThrashState {
  const { breakEven: limit, thrashing, rejected, wastedTokens, wastedUsd } = record;
  return {
    ...{ judged: record.recent.length, escalationRate: rateOf(record) },
    ...{ breakEven: limit, thrashing, rejected, wastedTokens, wastedUsd },
  };
}
