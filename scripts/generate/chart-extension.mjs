import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../paths.mjs';
import { loadTree } from './load-tree.mjs';

/** Writes the parts of Envoy's configuration that the chart's mode extension needs. */
export async function generateChartExtension() {
  const { printForeignParts } = await loadTree('src/envoy/foreign-parts.ts');
  const file = join(root, 'helm/dragoman/files/extension-parts.yaml');
  const config = await resolveConfig(file);
  writeFileSync(file, await format(printForeignParts(), { ...config, filepath: file }));
}
