import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from '../paths.mjs';

const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
};

/**
 * Evaluates a TypeScript file under the repository root from its source, so that no stale build can be read. It and what
 * it imports may import values only from each other, by relative path.
 * @returns {Promise<Record<string, unknown>>} what the file exports
 */
export function loadSource(name) {
  return import(dataUrlOf(join(root, name)));
}

function dataUrlOf(path) {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions });
  const text = outputText.replace(
    /^((?:import|export) .*? from) '(\.[^']+)\.js';$/gm,
    (_, what, specifier) => `${what} '${dataUrlOf(join(dirname(path), `${specifier}.ts`))}';`,
  );
  return `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
}
