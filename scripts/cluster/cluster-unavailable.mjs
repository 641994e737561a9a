// What a machine must allow before a cluster can be brought up on it.
import { accessSync, constants } from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { programsUnavailable } from './build-programs.mjs';
import { fetchNodeParts, nodePartsUnavailable } from './fetch-node-parts.mjs';
import { helmUnavailable } from '../fetch-helm.mjs';
import { cacheDir } from '../paths.mjs';
import { run } from '../progress.mjs';

const TOOLS = ['unshare', 'nsenter', 'setpriv', 'bash', 'mount', 'tar'];

/** Tried in namespaces of its own, one thing a line: nothing of it is left. */
const TRIALS = [
  ['mounts of its own', 'mount --make-rprivate /'],
  ['an overlay file system', 'mount -t overlay -o "lowerdir=$0/l,upperdir=$0/u,workdir=$0/w" overlay "$0/m"'],
  ['a pair of network interfaces (veth)', 'ip link add trial0 type veth peer name trial1'],
  [
    'nftables',
    'nft add table ip trial && nft add chain ip trial c "{ type nat hook prerouting priority 0; }"',
  ],
  ['address translation in nftables', 'nft add rule ip trial c ip daddr 10.0.0.1 dnat to 10.0.0.2'],
];

/**
 * Why no cluster can be brought up here, in one line; undefined where one can. The node tier asks more than the api tier.
 * @param {'api' | 'node'} tier
 */
export async function clusterUnavailable(tier = 'node') {
  if (process.platform !== 'linux') return `a cluster needs Linux, and this is ${process.platform}.`;
  const built = (await programsUnavailable()) ?? helmUnavailable();
  if (built !== undefined || tier === 'api') return built;
  if (process.getuid?.() !== 0)
    return 'a node needs root, for its own namespaces, mounts and control groups.';
  const missing = TOOLS.filter((name) => !onPath(name));
  if (missing.length > 0) return `a node needs ${missing.join(', ')}, which this machine lacks.`;
  return nodePartsUnavailable() ?? (await refusedByKernel((await fetchNodeParts(cacheDir)).env));
}

function onPath(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function refusedByKernel(added) {
  mkdirSync(join(cacheDir, 'cluster'), { recursive: true });
  const work = mkdtempSync(join(cacheDir, 'cluster-trial-'));
  try {
    for (const folder of ['l', 'u', 'w', 'm']) mkdirSync(join(work, folder));
    const script = TRIALS.map(([what, trial]) => `{ ${trial}; } || { echo "REFUSED ${what}"; exit 1; }`).join(
      '\n',
    );
    const own = [
      '--net',
      '--mount',
      '--pid',
      '--cgroup',
      '--ipc',
      '--uts',
      '--fork',
      '--kill-child',
      '--mount-proc',
    ];
    const env = { ...process.env, ...added };
    const { code, output } = await run('unshare', [...own, 'bash', '-c', script, work], { env });
    if (code === 0) return undefined;
    const said = output.trim().split('\n');
    const what =
      said.find((line) => line.startsWith('REFUSED '))?.slice('REFUSED '.length) ?? 'namespaces of its own';
    const reason = said.find((line) => line !== '' && !line.startsWith('REFUSED ')) ?? `exit code ${code}`;
    return `the kernel does not allow ${what}: ${reason}`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
