import { parseArgs } from 'node:util';
import { DragomanError } from '../../errors.js';
import type { RecordFilter } from '../../store/record-store.js';
import { AUDIT } from '../manual/audit.js';
import { locationOf } from './location.js';
import { wholeFlag } from './number-flag.js';
import { filterOfFlags } from './time-flag.js';

/** What `dragoman audit` was told. */
export interface AuditFlags {
  readonly location: string;
  readonly store: string | undefined;
  readonly judge: string;
  readonly reference: string | undefined;
  readonly sample: number;
  readonly envoy: string;
  readonly yes: boolean;
  /** US dollars; 0 when no limit was given. */
  readonly maxUsd: number;
  readonly filter: RecordFilter;
  readonly maxTokens: number;
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly seed: number;
  readonly json: string | undefined;
}

/** @throws DragomanError `usage` */
export function readAuditFlags(argv: readonly string[]): AuditFlags {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: AUDIT.flags,
  });
  const location = locationOf('audit', positionals);
  const { store, judge, route } = values;
  if (judge === undefined) throw new DragomanError('usage', 'audit needs --judge MODEL');
  if (!URL.canParse(values.envoy) || !/^https?:$/.test(new URL(values.envoy).protocol)) {
    throw new DragomanError('usage', `--envoy is "${values.envoy}", must be like http://127.0.0.1:10001`);
  }
  return {
    ...{ location, store, judge, reference: values.reference, envoy: values.envoy, yes: values.yes },
    sample: wholeFlag('sample', values.sample, 1, 100_000),
    maxUsd: usdOf(values['max-usd']),
    filter: { ...filterOfFlags(values, Date.now()), ...(route !== undefined && { route }) },
    maxTokens: wholeFlag('max-tokens', values['max-tokens'], 1, 100_000),
    atOnce: wholeFlag('at-once', values['at-once'], 1, 64),
    timeoutMs: 1000 * wholeFlag('timeout', values.timeout, 1, 3_600),
    seed: wholeFlag('seed', values.seed, 1, 2 ** 31),
    json: values.json,
  };
}

function usdOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value;
  throw new DragomanError('usage', `--max-usd is "${text}", must be a number of US dollars`);
}
