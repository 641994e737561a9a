import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** Folder of the configurations that the page shows. */
export const CONFIG_FOLDER = join(packageRoot, 'bench', 'peers', 'config');

/** Where the models of a run are, by name; `embedder` is the embedding server. */
export type Origins = ReadonlyMap<string, string>;

export interface WorkPlace {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly origins: Origins;
}

export function readConfig(file: string): string {
  return readFileSync(join(CONFIG_FOLDER, file), 'utf8');
}

/** `http://small:8000` becomes where the stand-in called `small` is. */
export function fillConfig(text: string, origins: Origins): string {
  return text.replaceAll(/http:\/\/([a-z]+):8000/g, (whole, name: string) => origins.get(name) ?? whole);
}

/** @returns the path of the filled copy */
export function writeConfig({ work, origins }: WorkPlace, file: string, text = readConfig(file)): string {
  const path = join(work, file);
  writeFileSync(path, fillConfig(text, origins));
  return path;
}
