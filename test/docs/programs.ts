import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, envoyBinary } from '../../demo/envoy-binary.js';
import { NODE_FLAGS } from '../../demo/node-flags.js';
import { outsideTerminal } from '../support/dragoman.js';
import { USUAL_PORTS, type Ports } from './adapt.js';
import { BUILD, type Workspace } from './workspace.js';

type Programs = Readonly<Record<string, readonly string[]>>;

/** Adds a flag to the command line, unless it is there. */
const USUALLY = `args=("$@")
usually() { case " \${args[*]} " in *" $1 "* | *" $1="*) ;; *) args+=("$@") ;; esac; }`;

/**
 * Writes programs by the names that pages use. Where a command names no port or socket, it gets the page's own.
 *
 * @returns the environment in which they are found, without what this machine or the runner of the tests tells Dragoman or Node
 */
export async function installPrograms(
  workspace: Workspace,
  ports: Ports,
): Promise<Readonly<Record<string, string | undefined>>> {
  const envoy = await envoyBinary();
  const helm = process.env['DRAGOMAN_HELM'] ?? join(cacheDir, 'helm/helm');
  const programs: Programs = {
    dragoman: dragoman(ports, workspace.temporary),
    // Without this folder in the PATH the real one is found.
    npx: [
      '[[ "${1-}" != dragoman ]] || { shift; exec dragoman "$@"; }',
      'PATH=${PATH//"${0%/*}:"/} exec npx "$@"',
    ],
    npm: npm(ports),
    envoy: [
      ...[USUALLY, 'usually --concurrency 1', 'usually -l warn', 'usually --disable-hot-restart'],
      `exec '${envoy}' "\${args[@]}"`,
    ],
    ...(existsSync(helm) && { helm: [`exec '${helm}' "$@"`] }),
  };
  for (const [name, lines] of Object.entries(programs)) {
    const file = join(workspace.programs, name);
    writeFileSync(file, `#!/usr/bin/env bash\n${lines.join('\n')}\n`);
    chmodSync(file, 0o755);
  }
  const usual = Object.entries(outsideTerminal()).filter(
    ([name]) => !/^(DRAGOMAN|OTEL|NODE_TEST)_/.test(name),
  );
  return {
    ...Object.fromEntries(usual),
    PATH: `${workspace.programs}:${process.env['PATH'] ?? ''}`,
    HOME: workspace.home,
    DRAGOMAN_ENVOY: envoy,
  };
}

function dragoman(ports: Ports, temporary: string): readonly string[] {
  const address = (name: keyof typeof USUAL_PORTS): string =>
    `127.0.0.1:${ports.get(USUAL_PORTS[name]) ?? ''}`;
  const socket = `unix:${temporary}/extproc.sock`;
  const ofEnvoy = [
    `usually --envoy-listen ${address('listener')}`,
    `usually --envoy-admin ${address('envoyAdmin')}`,
  ];
  const internal = `usually --envoy-internal ${address('internal')}`;
  return [
    USUALLY,
    'case "${1-}" in',
    'serve)',
    ...[`usually --listen ${socket}`, `usually --admin ${address('admin')}`, internal],
    ...['case " ${args[*]} " in *" --xds"*)', ...ofEnvoy, ';;', 'esac', ';;'],
    'envoy)',
    ...[`usually --dragoman ${socket}`, ...ofEnvoy, internal, ';;'],
    `tail) usually --admin http://${address('admin')} ;;`,
    `audit) ${internal} ;;`,
    'esac',
    `exec '${process.execPath}' ${NODE_FLAGS.join(' ')} '${join(BUILD, 'src/cli/main.js')}' "\${args[@]}"`,
  ];
}

/** The clone is set up and compiled; `npm start` runs what this test was compiled with. */
function npm(ports: Ports): readonly string[] {
  const demo = `import('${join(BUILD, 'demo/main.js')}').then(({ runDemo }) => runDemo(process.argv.slice(1)))`;
  return [
    'case "$*" in "run setup" | ci | install) exit ;; esac',
    '[[ "${1-}" == start ]] || PATH=${PATH//"${0%/*}:"/} exec npm "$@"',
    'shift; [[ "${1-}" != -- ]] || shift',
    ...[USUALLY, `usually --port ${ports.get(USUAL_PORTS.listener) ?? ''}`],
    `usually --admin-port ${ports.get(USUAL_PORTS.admin) ?? ''}`,
    `exec '${process.execPath}' --input-type=module -e "${demo}" -- "\${args[@]}"`,
  ];
}
