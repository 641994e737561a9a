import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import type { RecordFilter } from '../store/record-store.js';
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

const OPTIONS = {
  store: { type: 'string' },
  judge: { type: 'string' },
  reference: { type: 'string' },
  sample: { type: 'string', default: '500' },
  envoy: { type: 'string', default: 'http://127.0.0.1:10001' },
  yes: { type: 'boolean', default: false },
  'max-usd': { type: 'string', default: '0' },
  since: { type: 'string' },
  until: { type: 'string' },
  route: { type: 'string' },
  'max-tokens': { type: 'string', default: '1024' },
  'at-once': { type: 'string', default: '4' },
  timeout: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
} as const;

/** @throws DragomanError `usage` */
export function readAuditFlags(argv: readonly string[]): AuditFlags {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  const [location, ...rest] = positionals;
  if (location === undefined || rest.length > 0) {
    throw new DragomanError('usage', `audit takes one folder or file, got ${positionals.length}`);
  }
  const { store, judge, route } = values;
  if (judge === undefined) throw new DragomanError('usage', 'audit needs --judge MODEL');
  if (!URL.canParse(values.envoy) || !/^https?:$/.test(new URL(values.envoy).protocol)) {
    throw new DragomanError('usage', `--envoy is "${values.envoy}", must be like http://127.0.0.1:10001`);
  }
  return {
    ...{ location, store, judge, reference: values.reference, envoy: values.envoy, yes: values.yes },
    sample: wholeOf('sample', values.sample, 100_000),
    maxUsd: usdOf(values['max-usd']),
    filter: { ...filterOfFlags(values, Date.now()), ...(route !== undefined && { route }) },
    maxTokens: wholeOf('max-tokens', values['max-tokens'], 100_000),
    atOnce: wholeOf('at-once', values['at-once'], 64),
    timeoutMs: 1000 * wholeOf('timeout', values.timeout, 3_600),
    seed: wholeOf('seed', values.seed, 2 ** 31),
    json: values.json,
  };
}

function wholeOf(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new DragomanError('usage', `--${name} is "${text}", must be a whole number from 1 to ${most}`);
}

function usdOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value;
  throw new DragomanError('usage', `--max-usd is "${text}", must be a number of US dollars`);
}
