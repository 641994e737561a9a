import { DragomanError } from '../../errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which traces are taken before anything is known of them. */
export interface HeadSampling {
  /** Whether a caller's decision (the last two digits of its `traceparent`) holds. */
  readonly followsParent: boolean;
  /** Share of the traces without a caller that are taken, in [0, 1]. */
  readonly ratio: number;
}

/** Which decisions are kept though head sampling left them out. */
export interface KeepSettings {
  /** Decisions whose spans may wait for their outcome at a time; 0 keeps none of those that were left out. */
  readonly hold: number;
  /** A decision that takes as long is slow, in milliseconds. */
  readonly slowMs: number;
}

const SAMPLERS: Readonly<Record<string, (argument: number) => HeadSampling>> = {
  always_on: () => ({ followsParent: false, ratio: 1 }),
  always_off: () => ({ followsParent: false, ratio: 0 }),
  traceidratio: (ratio) => ({ followsParent: false, ratio }),
  parentbased_always_on: () => ({ followsParent: true, ratio: 1 }),
  parentbased_always_off: () => ({ followsParent: true, ratio: 0 }),
  parentbased_traceidratio: (ratio) => ({ followsParent: true, ratio }),
};

const DEFAULT_SAMPLER = 'parentbased_always_on';

/**
 * Reads `OTEL_TRACES_SAMPLER` (default `parentbased_always_on`) and `OTEL_TRACES_SAMPLER_ARG` (a share in [0, 1], default 1).
 * As OpenTelemetry demands, a value that is not known is not an error: the default holds
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 *
 * @param warn is told what was not understood
 */
export function headSampling(environment: Environment, warn: (message: string) => void): HeadSampling {
  const given = environment['OTEL_TRACES_SAMPLER'] ?? '';
  const named = given === '' ? DEFAULT_SAMPLER : given;
  const sampler = SAMPLERS[named];
  if (sampler === undefined) {
    const known = Object.keys(SAMPLERS).join(', ');
    warn(`OTEL_TRACES_SAMPLER "${named}" is not known here; ${DEFAULT_SAMPLER} holds. Name one of ${known}.`);
    return { followsParent: true, ratio: 1 };
  }
  const text = environment['OTEL_TRACES_SAMPLER_ARG'] ?? '';
  const ratio = text === '' ? 1 : Number(text);
  if (ratio >= 0 && ratio <= 1) return sampler(ratio);
  warn(`OTEL_TRACES_SAMPLER_ARG "${text}" is not a share from 0 to 1; 1 holds.`);
  return sampler(1);
}

/** Share of the requests without a caller's trace that are traced, for Envoy, which is the first to see them. */
export function tracedShare(environment: Environment): number {
  return headSampling(environment, () => undefined).ratio;
}

const MOST_HELD = 100_000;
const DEFAULT_HOLD = 4_096;
const DEFAULT_SLOW_MS = 50;
const LONGEST_SLOW_MS = 60_000;

/**
 * Reads `DRAGOMAN_TRACES_HOLD` (decisions, 0 to 100,000, default 4,096; 0: keep nothing that head sampling left out) and
 * `DRAGOMAN_TRACES_SLOW_MS` (milliseconds, 0 to 60,000, default 50).
 *
 * @throws {DragomanError} `usage` for anything else
 */
export function keepSettings(environment: Environment): KeepSettings {
  const hold = numberOf(environment, 'DRAGOMAN_TRACES_HOLD', DEFAULT_HOLD, MOST_HELD);
  const slowMs = numberOf(environment, 'DRAGOMAN_TRACES_SLOW_MS', DEFAULT_SLOW_MS, LONGEST_SLOW_MS);
  return { hold: Math.floor(hold), slowMs };
}

function numberOf(environment: Environment, name: string, otherwise: number, most: number): number {
  const text = environment[name] ?? '';
  if (text === '') return otherwise;
  const value = Number(text);
  if (value >= 0 && value <= most) return value;
  throw new DragomanError('usage', `${name} "${text}" is not a number from 0 to ${most}.`);
}
