import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a container's runtime reads of an image. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly config: {
    readonly User: string;
    readonly WorkingDir: string;
    readonly Entrypoint: readonly string[];
    readonly Cmd: readonly string[];
    readonly Env: readonly string[];
    readonly ExposedPorts: Readonly<Record<string, unknown>>;
    readonly Labels: Readonly<Record<string, string>>;
    readonly Healthcheck: { readonly Test: readonly string[] };
  };
}

/** An image, unpacked. */
export interface Image {
  readonly config: ImageConfig;
  /** Its names, such as `docker.io/library/dragoman:0.1.0`. */
  readonly names: readonly string[];
  /** Of all layers as they are unpacked, which is what `docker images` shows. */
  readonly bytes: number;
  /** Folder that holds what a container sees as `/`. */
  readonly root: string;
  close(): void;
}

/** Unpacks an archive that `npm run image` wrote. Needs to be root, since files keep their owners. */
export function openImage(archive: string): Image {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-image-'));
  const close = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const parts = join(folder, 'parts');
    const root = join(folder, 'root');
    for (const path of [parts, root]) mkdirSync(path);
    unpack(archive, parts);
    const [manifest] = readJson(join(parts, 'manifest.json')) as readonly Manifest[];
    if (manifest === undefined) throw new Error(`${archive} holds no image`);
    const layers = manifest.Layers.map((name) => join(parts, name));
    for (const layer of layers) unpack(layer, root);
    const bytes = layers.reduce((sum, layer) => sum + statSync(layer).size, 0);
    const config = readJson(join(parts, manifest.Config)) as ImageConfig;
    rmSync(parts, { recursive: true });
    return { config, names: manifest.RepoTags, bytes, root, close };
  } catch (error) {
    close();
    throw error;
  }
}

interface Manifest {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}

/** No layer of ours takes away a file of one before, so unpacking them in order is all. */
function unpack(archive: string, folder: string): void {
  execFileSync('tar', ['-xpf', archive, '-C', folder, '--same-owner', '--keep-directory-symlink']);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
