import { parseArgs } from 'node:util';
import type { ClusterOptions, Say } from '../app/registry/start-cluster.js';
import { loadRegistry, type LoadResult } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import { parseEnvoyOptions } from '../envoy/envoy-options.js';
import { renderEnvoy, renderStaticEnvoy } from '../envoy/render.js';
import { writeStatic } from '../envoy/write-static.js';
import { writeXds } from '../envoy/write-xds.js';
import { DragomanError } from '../errors.js';
import { tracedShare } from '../telemetry/traces/trace-settings.js';
import { clusterOf } from './flags/cluster-flags.js';
import { locationOf } from './flags/location.js';
import { ENVOY } from './manual/envoy.js';

/**
 * The verb `envoy`.
 * @returns the exit code
 * @throws DragomanError `usage`, with --crds also `kubernetes_unavailable`, `folder_unwritable`, `registry_unreadable`
 */
export async function envoy(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: ENVOY.flags,
  });
  const location = locationOf('envoy', positionals);
  const options = parseEnvoyOptions(values, { share: tracedShare(process.env) });
  const target = targetOf(values);
  const result = await load(location, clusterOf(values));
  if (!result.ok) {
    process.stderr.write(`${result.problems.map(formatProblem).join('\n')}\n`);
    if (target.kind !== 'file' || !target.isEmptyTaken) return 1;
    writeStatic(target.file, '{}\n');
    return 0;
  }
  for (const warning of result.warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
  if (target.kind === 'folder')
    tellWritten(options.xdsDirectory, writeXds(options.xdsDirectory, renderEnvoy(result.registry, options)));
  else if (target.kind === 'file') writeStatic(target.file, renderStaticEnvoy(result.registry, options));
  else process.stdout.write(renderStaticEnvoy(result.registry, options));
  return 0;
}

type Target =
  | { readonly kind: 'folder' | 'output' }
  | { readonly kind: 'file'; readonly file: string; readonly isEmptyTaken: boolean };

interface TargetFlags {
  readonly out?: string | undefined;
  readonly static?: string | undefined;
  readonly 'or-empty'?: boolean | undefined;
}

/** @throws DragomanError `usage` for flags that exclude each other */
function targetOf({ out, static: file, 'or-empty': isEmptyTaken = false }: TargetFlags): Target {
  if (file === undefined) {
    if (isEmptyTaken) throw new DragomanError('usage', '--or-empty needs --static FILE.');
    return { kind: out === undefined ? 'output' : 'folder' };
  }
  if (out !== undefined)
    throw new DragomanError('usage', 'Give either --out DIR or --static FILE, not both.');
  return { kind: 'file', file, isEmptyTaken };
}

/** With custom resources: as they are now; the status of those that are refused says so. */
async function load(directory: string, options: ClusterOptions): Promise<LoadResult> {
  if (options.crds === undefined) return loadRegistry(directory);
  const { startCluster } = await import('../app/registry/start-cluster.js');
  const say: Say = (level, message, about) => {
    const reason = about?.['reason'];
    if (level === 'warn')
      process.stderr.write(`warning: ${message}${typeof reason === 'string' ? `: ${reason}` : ''}\n`);
  };
  const cluster = await startCluster({ directory, cluster: options, environment: process.env, say });
  try {
    const result = loadRegistry(directory);
    if (!result.ok) await cluster?.tellRefused(result);
    return result;
  } finally {
    await cluster?.stop();
  }
}

function tellWritten(directory: string, names: readonly string[]): void {
  const written = names.length === 0 ? 'nothing: all is up to date' : names.join(', ');
  process.stdout.write(`wrote ${written}\nstart: envoy -c ${directory}/envoy.yaml\n`);
}
