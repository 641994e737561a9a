// An image of one static program, written without a builder: a layer with the program, a configuration, a manifest.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SetUpError, run } from '../progress.mjs';

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
/** The same files make the same layer, byte for byte. */
const REPRODUCIBLE = [
  '--sort=name',
  '--mtime=@0',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--mode=0755',
];

/**
 * Writes an archive as `docker save` does, which containerd imports.
 * @param {object} image
 * @param {string} image.name with its tag, such as `localhost/pause:1`
 * @param {string} image.program path of a program that needs no other file; the image's entry point
 * @param {string} image.archive path of the archive; its folder is made if it is missing
 * @param {string} [image.user] user and group that it runs as, unless a pod says otherwise
 * @throws {SetUpError} when tar fails
 */
export async function writeImageArchive({ name, program, archive, user = '65532:65532' }) {
  mkdirSync(dirname(archive), { recursive: true });
  const work = mkdtempSync(`${archive}-`);
  try {
    const file = basename(program);
    copyFileSync(program, join(work, file));
    await tar(join(work, 'layer.tar'), work, [file]);
    const config = {
      architecture: ARCHITECTURES[process.arch] ?? process.arch,
      os: 'linux',
      config: { User: user, Entrypoint: [`/${file}`] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(join(work, 'layer.tar'))}`] },
    };
    const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
    writeFileSync(join(work, 'config.json'), JSON.stringify(config));
    writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
    await tar(join(work, 'image.tar'), work, ['manifest.json', 'config.json', 'layer.tar']);
    renameSync(join(work, 'image.tar'), archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

async function tar(archive, folder, files) {
  const { code, output } = await run('tar', [...REPRODUCIBLE, '-cf', archive, '-C', folder, ...files]);
  if (code !== 0) throw new SetUpError(`${archive} cannot be written (tar, exit code ${code}):\n${output}`);
}
