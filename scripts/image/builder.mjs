import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError, run } from '../progress.mjs';

/** Images are looked up here only, never at a registry; every one is of this machine, so none is signed. */
const SETTINGS = {
  'policy.json': '{"default": [{"type": "insecureAcceptAnything"}]}\n',
  'registries.conf': 'unqualified-search-registries = []\n',
  'storage.conf': '[storage]\ndriver = "overlay"\n',
  'containers.conf': '',
};

/** Its mounts and processes end with this process, however that ends: nothing has to be cleaned up after an interruption. */
const ALONE = [
  '--pdeathsig',
  'KILL',
  'unshare',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];

/**
 * Builds images with buildah in a store of its own.
 *
 * @param {string} buildah path of the program
 * @param {string} folder keeps the store and the settings, such as `.cache/images`; one builder at a time may use it
 */
export function openBuilder(buildah, folder) {
  const settings = join(folder, 'settings');
  mkdirSync(settings, { recursive: true });
  for (const [name, text] of Object.entries(SETTINGS)) writeFileSync(join(settings, name), text);
  // What is mounted where is noted in it: a fresh one knows of no mount of a run before, and there is none.
  const notes = mkdtempSync(join(folder, 'run-'));
  const env = {
    ...process.env,
    CONTAINERS_CONF: join(settings, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: join(settings, 'storage.conf'),
    CONTAINERS_REGISTRIES_CONF: join(settings, 'registries.conf'),
    BUILDAH_ISOLATION: 'chroot',
  };
  const store = ['--root', join(folder, 'store'), '--runroot', notes, '--storage-driver', 'overlay'];
  const policy = ['--signature-policy', join(settings, 'policy.json')];
  const start = (...args) => run('setpriv', [...ALONE, buildah, ...store, ...args], { env });
  const must = async (otherwise, ...args) => {
    const { code, output } = await start(...args);
    if (code !== 0) throw new SetUpError(`${otherwise} (buildah, exit code ${code}):\n${output}`);
    return output;
  };
  return {
    /** Whether an image of this name is in the store. */
    has: async (tag) => (await start('inspect', '--type', 'image', tag)).code === 0,

    /**
     * @param {object} image
     * @param {string} image.tag its name and tag
     * @param {string} image.file path of its Dockerfile
     * @param {string} image.context folder that the Dockerfile copies from
     * @param {readonly string[]} [image.flags] more flags of `buildah build`
     */
    build: ({ tag, file, context, flags = [] }) =>
      must(
        `the image ${tag} does not build`,
        ...['build', '--format', 'docker', '--pull-never', '--network', 'host', ...policy],
        ...[...flags, '--file', file, '--tag', tag, context],
      ),

    /** Writes an image into a file that docker, podman and containerd load. */
    save: async (tag, archive) => {
      const half = join(notes, 'archive.tar');
      await must(`the image ${tag} cannot be saved`, 'push', ...policy, tag, `docker-archive:${half}:${tag}`);
      renameSync(half, archive);
    },

    /** Removes the working containers that an interrupted run left. */
    tidy: () => start('rm', '--all'),

    /** Removes the layers that no name leads to: those of builds before, which the next one would reuse. */
    forget: () => start('rmi', '--prune'),

    close: () => {
      rmSync(notes, { recursive: true, force: true });
    },
  };
}
