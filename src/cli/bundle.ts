import { parseArgs } from 'node:util';
import { type BundleFolder, openBundleFolder } from '../bundle/bundle-folder.js';
import type { Bundle } from '../bundle/bundle.js';
import { DragomanError } from '../errors.js';
import { bundleTable, describeBundle, describeDifference } from '../lab/learn/describe-bundle.js';
import { fitExpectation } from '../signals/feature-vector.js';
import { alignColumns } from './output/align-columns.js';

const HELP = `Usage: dragoman bundle VERB --bundles DIR [flags]

Shows the bundles that dragoman train wrote, and says which one dragoman serve --bundles DIR uses.

  list                  every bundle: what is in it, and how good it was on prompts held out
  show VERSION          one bundle; VERSION may also be "active" or "candidate"
  diff OLD NEW          what two bundles differ in
  promote VERSION       put a bundle into service; a server that watches the folder needs no restart
  nominate VERSION      let a bundle run silently beside the one in service; "none" ends that
  rollback              bring back what was in service before
  history               every change of what is in service

  --bundles DIR         the folder                                                    (bundles)
  --reason TEXT         is written into the history
  --json                print JSON

Example: dragoman bundle promote candidate --bundles bundles --reason "better on the July labels"

Exit code: 0 done, 1 a bundle is not there or cannot be used, 2 wrong usage.
`;

const FLAGS = {
  bundles: { type: 'string', default: 'bundles' },
  reason: { type: 'string', default: 'by hand' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Call {
  readonly folder: BundleFolder;
  readonly versions: readonly string[];
  readonly reason: string;
  readonly json: boolean;
}

interface Action {
  /** Versions that it takes. */
  readonly takes: number;
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
};

/**
 * The verb `bundle`.
 * @returns the exit code
 * @throws DragomanError `usage`, `bundle_invalid`, `folder_unwritable`
 */
export async function bundle(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: FLAGS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [name = '', ...versions] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new DragomanError('usage', `bundle takes one of ${Object.keys(ACTIONS).join(', ')}, got "${name}"`);
  }
  if (versions.length !== action.takes) {
    throw new DragomanError('usage', `bundle ${name} takes ${action.takes} versions, got ${versions.length}`);
  }
  const folder = openBundleFolder(values.bundles);
  process.stdout.write(await action.run({ folder, versions, reason: values.reason, json: values.json }));
  return 0;
}

async function list({ folder, json }: Call): Promise<string> {
  const pointers = await folder.pointers();
  const bundles: Bundle[] = [];
  for (const version of await folder.list()) {
    const read = await folder.read(version, fitExpectation());
    // The others can be used all the same.
    if (read.ok) bundles.push(read.value);
    else process.stderr.write(`${read.problem.message}\n`);
  }
  if (json) {
    return print(bundles.map((one) => ({ ...withoutHeads(one), ...standingOf(one.version, pointers) })));
  }
  if (bundles.length === 0) return `${folder.directory}: no bundles\n`;
  const sizes = await Promise.all(bundles.map(({ version }) => folder.size(version)));
  return lines(alignColumns(bundleTable(bundles, pointers, sizes)));
}

async function show({ folder, versions: [version = ''], json }: Call): Promise<string> {
  const one = await open(folder, version);
  return json ? print(withoutHeads(one)) : lines(describeBundle(one));
}

async function diff({ folder, versions: [before = '', after = ''], json }: Call): Promise<string> {
  const pair = [await open(folder, before), await open(folder, after)] as const;
  if (json) return print(pair.map(withoutHeads));
  return lines(alignColumns(describeDifference(...pair)));
}

async function promote({ folder, versions: [name = ''], reason }: Call): Promise<string> {
  // Read first: what cannot be used must not go into service.
  const { version } = await open(folder, name);
  await folder.promote(version, { by: 'cli', reason });
  return `${version} is in service\n`;
}

async function nominate({ folder, versions: [name = ''], reason }: Call): Promise<string> {
  const version = name === 'none' ? null : (await open(folder, name)).version;
  await folder.nominate(version, { by: 'cli', reason });
  return version === null ? 'there is no candidate\n' : `${version} is the candidate\n`;
}

async function rollBack({ folder, reason }: Call): Promise<string> {
  const version = await folder.rollBack({ by: 'cli', reason });
  return version === null ? 'the registry alone is in service\n' : `${version} is in service again\n`;
}

async function history({ folder, json }: Call): Promise<string> {
  const events = await folder.history();
  if (json) return print(events);
  const rows = events.map(({ at, action, version, before, by, reason }) => [
    ...[new Date(at).toISOString(), action, before ?? 'none', version ?? 'none', by, reason],
  ]);
  return lines(alignColumns([['time', 'action', 'from', 'to', 'by', 'reason'], ...rows]));
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
