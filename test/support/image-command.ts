import { spawnSync } from 'node:child_process';
import type { Ran } from './dragoman.js';
import type { Image } from './image-archive.js';

/** User and group of the image. */
export const IMAGE_USER = 65_532;

/**
 * Makes the image's root a read-only file system of this process alone, with `$2` the only folder in it that can be written,
 * and becomes the image's program as its user; so the process keeps its id, and nothing stays mounted after it.
 */
const ENTER = `set -e
root=$1 work=$2 user=$3
shift 3
mkdir -p "$root$work" "$root/proc" "$root/dev"
touch "$root/dev/null"
chown -R "$user:$user" "$work"
mount --bind "$root" "$root"
mount --bind "$work" "$root$work"
mount --bind /dev/null "$root/dev/null"
mount -t proc proc "$root/proc"
mount -o remount,bind,ro "$root"
cd /
exec chroot --userspec="$user:$user" --groups= "$root" "$@"`;

/**
 * The command line that runs a program in the image as a container's runtime does under the Pod Security standard
 * `restricted`: user {@link IMAGE_USER}, a read-only root, no further privileges, the image's environment; and the network
 * of this machine. Append its arguments.
 *
 * @param work a folder of this machine that is seen under the same path; it is given to the image's user
 * @param program default: the image's entry point
 */
export function imageCommand(
  { root, config: { config } }: Image,
  work: string,
  program: readonly string[] = config.Entrypoint,
): readonly string[] {
  return [
    ...['env', '-i', ...config.Env],
    ...['/usr/bin/setpriv', '--no-new-privs', '/usr/bin/unshare', '--mount'],
    ...['/bin/bash', '-c', ENTER, 'enter', root, work, String(IMAGE_USER)],
    ...program,
  ];
}

/** Runs a command line of {@link imageCommand} to its end. */
export function runInImage(command: readonly string[], args: readonly string[]): Ran {
  const [program = '', ...given] = command;
  const { status, stdout, stderr } = spawnSync(program, [...given, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
