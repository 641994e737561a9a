import type { Cluster } from './cluster.js';

/** Prints the ids of the processes of a pod's container that run a program: POD_UID PATTERN. */
const FIND = `for folder in /proc/[0-9]*; do
  grep -qs "pod$0" "$folder/cgroup" || continue
  tr '\\0' ' ' < "$folder/cmdline" | grep -qE "$1" && echo "\${folder#/proc/}"
done; true`;

/** What the containers of mode gateway run. */
const PROGRAMS = { dragoman: '/app/dist/src/cli/main.js serve', envoy: '^envoy ' } as const;

/** Kills a container's program as a crash would; the containers hold no shell that could. */
export async function killContainer(
  cluster: Cluster,
  podUid: string,
  container: keyof typeof PROGRAMS,
): Promise<void> {
  const { stdout } = await cluster.run('bash', ['-c', FIND, podUid, PROGRAMS[container]]);
  const ids = stdout
    .trim()
    .split('\n')
    .filter((id) => id !== '');
  if (ids.length !== 1) throw new Error(`the pod runs ${ids.length} processes of ${container}: ${stdout}`);
  const { status, stderr } = await cluster.run('kill', ['-9', ...ids]);
  if (status !== 0) throw new Error(stderr);
}
