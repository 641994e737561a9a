import { parseArgs } from 'node:util';
import { formatHostPort, parseHostPort } from '../../envoy/address.js';
import { DragomanError } from '../../errors.js';
import type { RecordFilter } from '../../store/record-store.js';
import { AUDIT } from '../manual/audit.js';
import { locationOf } from './location.js';
import { wholeFlag } from './number-flag.js';
import { filterOfFlags } from './time-flag.js';

/** What `dragoman audit` was told. */
export interface AuditFlags {
  readonly location: string;
  readonly records: string | undefined;
  readonly judge: string;
  readonly reference: string | undefined;
  readonly sample: number;
  /** Base URL of Envoy's internal listener. */
  readonly envoy: string;
  readonly yes: boolean;
  /** US dollars; 0 when no limit was given. */
  readonly maxUsd: number;
  readonly filter: RecordFilter;
  readonly maxTokens: number;
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly seed: number;
  readonly out: string | undefined;
}

/** @throws DragomanError `usage` */
export function readAuditFlags(argv: readonly string[]): AuditFlags {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: AUDIT.flags,
  });
  const location = locationOf('audit', positionals);
  const { records, judge } = values;
  if (judge === undefined) throw new DragomanError('usage', 'audit needs --judge MODEL');
  const envoy = `http://${formatHostPort(parseHostPort('--envoy-internal', values['envoy-internal']))}`;
  return {
    ...{ location, records, judge, reference: values.reference, envoy, yes: values.yes },
    sample: wholeFlag('sample', values.sample, 1, 100_000),
    maxUsd: usdOf(values['max-usd']),
    filter: filterOfFlags(values, Date.now()),
    maxTokens: wholeFlag('max-tokens', values['max-tokens'], 1, 100_000),
    atOnce: wholeFlag('at-once', values['at-once'], 1, 64),
    timeoutMs: 1000 * wholeFlag('timeout', values.timeout, 1, 3_600),
    seed: wholeFlag('seed', values.seed, 1, 2 ** 31),
    out: values.out,
  };
}

function usdOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value;
  throw new DragomanError('usage', `--max-usd is "${text}", must be a number of US dollars`);
}
