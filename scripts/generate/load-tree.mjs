import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { cacheDir, root } from '../paths.mjs';

const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};

/** Whatever a file imports by a relative path, types aside. */
const RELATIVE = /^(?:import|export) (?:[^;]*? from )?'(\.[^']+)\.js';$/gm;

/**
 * Evaluates a TypeScript file under the repository root, and all that it imports, packages included, from their sources, so
 * that no stale build can be read.
 * @returns {Promise<Record<string, unknown>>} what the file exports
 */
export async function loadTree(name) {
  // Within the repository, so that packages are found.
  const folder = join(cacheDir, `generate-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  try {
    transpileTree(name.replace(/\.ts$/, ''), folder, new Set());
    return await import(pathToFileURL(join(folder, name.replace(/\.ts$/, '.mjs'))).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function transpileTree(name, folder, done) {
  if (done.has(name)) return;
  done.add(name);
  const { outputText } = ts.transpileModule(readFileSync(join(root, `${name}.ts`), 'utf8'), {
    compilerOptions,
  });
  const text = outputText.replace(RELATIVE, (whole, specifier) => {
    transpileTree(join(dirname(name), specifier), folder, done);
    return whole.replace(`${specifier}.js'`, `${specifier}.mjs'`);
  });
  const path = join(folder, `${name}.mjs`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Whether there is such a file under the repository root. */
export function hasSource(name) {
  return existsSync(join(root, name));
}
