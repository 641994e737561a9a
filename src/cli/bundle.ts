import { parseArgs } from 'node:util';
import { type BundleFolder, openBundleFolder } from '../bundle/bundle-folder.js';
import type { Bundle } from '../bundle/bundle.js';
import { DragomanError } from '../errors.js';
import { fitExpectation } from '../signals/feature-vector.js';
import { pull, type PullFlags } from './bundle-pull.js';
import { BUNDLE } from './manual/bundle.js';
import { type OutputStyle, outputStyle } from './output/output-style.js';
import { alignColumns } from './output/align-columns.js';
import { bundleTable, describeBundle, describeDifference } from './reports/format-bundle.js';

interface Call {
  readonly folder: BundleFolder;
  readonly versions: readonly string[];
  readonly flags: PullFlags & { readonly reason: string };
  readonly style: OutputStyle;
}

interface Action {
  /** Versions that it takes, or another word for what it takes. */
  readonly takes: number;
  readonly of?: string;
  /** @returns what is printed */
  readonly run: (call: Call) => Promise<string>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: { takes: 0, run: list },
  show: { takes: 1, run: show },
  diff: { takes: 2, run: diff },
  promote: { takes: 1, run: promote },
  nominate: { takes: 1, run: nominate },
  rollback: { takes: 0, run: rollBack },
  history: { takes: 0, run: history },
  pull: { takes: 1, of: 'SOURCE', run: ({ versions: [source = ''], flags }) => pull(source, flags) },
};

/**
 * The verb `bundle`.
 * @returns the exit code
 * @throws DragomanError `usage`, `bundle_invalid`, `folder_unwritable`
 */
export async function bundle(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: BUNDLE.flags,
  });
  const [name = '', ...versions] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new DragomanError('usage', `bundle takes one of ${Object.keys(ACTIONS).join(', ')}, got "${name}"`);
  }
  if (versions.length !== action.takes) {
    throw new DragomanError(
      'usage',
      `bundle ${name} takes ${action.takes} ${action.of ?? 'versions'}, got ${versions.length}`,
    );
  }
  const style = outputStyle(values);
  const folder = openBundleFolder(values.bundles);
  process.stdout.write(await action.run({ folder, versions, flags: values, style }));
  return 0;
}

async function list({ folder, style }: Call): Promise<string> {
  const pointers = await folder.pointers();
  const bundles: Bundle[] = [];
  for (const version of await folder.list()) {
    const read = await folder.read(version, fitExpectation());
    // The others can be used all the same.
    if (read.ok) bundles.push(read.value);
    else process.stderr.write(`${read.problem.message}\n`);
  }
  if (style.json) {
    return print(bundles.map((one) => ({ ...withoutHeads(one), ...standingOf(one.version, pointers) })));
  }
  if (bundles.length === 0) return `${folder.directory}: no bundles\n`;
  const sizes = await Promise.all(bundles.map(({ version }) => folder.size(version)));
  return lines(alignColumns(bundleTable(bundles, pointers, sizes), style));
}

async function show({ folder, versions: [version = ''], style }: Call): Promise<string> {
  const one = await open(folder, version);
  return style.json ? print(withoutHeads(one)) : lines(describeBundle(one));
}

async function diff({ folder, versions: [before = '', after = ''], style }: Call): Promise<string> {
  const pair = [await open(folder, before), await open(folder, after)] as const;
  if (style.json) return print(pair.map(withoutHeads));
  return lines(alignColumns(describeDifference(...pair), style));
}

async function promote({ folder, versions: [name = ''], flags: { reason } }: Call): Promise<string> {
  // Read first: what cannot be used must not go into service.
  const { version } = await open(folder, name);
  await folder.promote(version, { by: 'cli', reason });
  return `${version} is in service\n`;
}

async function nominate({ folder, versions: [name = ''], flags: { reason } }: Call): Promise<string> {
  const version = name === 'none' ? null : (await open(folder, name)).version;
  await folder.nominate(version, { by: 'cli', reason });
  return version === null ? 'there is no candidate\n' : `${version} is the candidate\n`;
}

async function rollBack({ folder, flags: { reason } }: Call): Promise<string> {
  const version = await folder.rollBack({ by: 'cli', reason });
  return version === null ? 'the registry alone is in service\n' : `${version} is in service again\n`;
}

async function history({ folder, style }: Call): Promise<string> {
  const events = await folder.history();
  if (style.json) return print(events);
  const rows = events.map(({ at, action, version, before, by, reason }) => [
    ...[new Date(at).toISOString(), action, before ?? 'none', version ?? 'none', by, reason],
  ]);
  return lines(alignColumns([['time', 'action', 'from', 'to', 'by', 'reason'], ...rows], style));
}

/** @param name a version, or a pointer */
async function open(folder: BundleFolder, name: string): Promise<Bundle> {
  const pointers = await folder.pointers();
  const version = name === 'active' || name === 'candidate' ? pointers[name] : name;
  if (version === null)
    throw new DragomanError('bundle_invalid', `${folder.directory} has no ${name} bundle`);
  const read = await folder.read(version, fitExpectation());
  if (read.ok) return read.value;
  throw new DragomanError(read.problem.code, read.problem.message);
}

function standingOf(
  version: string,
  { active, candidate }: Awaited<ReturnType<BundleFolder['pointers']>>,
): { readonly active: boolean; readonly candidate: boolean } {
  return { active: version === active, candidate: version === candidate };
}

/** Weights are of no use to a reader. */
function withoutHeads({ routes, outcomes, ...rest }: Bundle): object {
  return {
    ...rest,
    ...(routes && { routes: { ...routes, heads: undefined, thresholds: routes.heads.index?.thresholds } }),
    ...(outcomes && { outcomes: { ...outcomes, heads: undefined } }),
  };
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
