import { ok, type Result } from '../errors.js';
import { topOf } from './cursor.js';
import { treeOf } from './field.js';
import { compareFindings, type Finding } from './finding.js';
import { openLedger } from './ledger.js';
import { printRegistry, type RegistryFiles } from './print-registry.js';
import { readSource } from './source.js';
import { type ToolName, toolOf, TOOLS } from './source-tool.js';
import type { ConvertOptions } from './tool.js';

export interface Conversion {
  readonly tool: ToolName;
  /** File names and the YAML that they hold. */
  readonly files: RegistryFiles;
  /** All that does not stand in the files as it was, in the order of the source. */
  readonly findings: readonly Finding[];
}

/**
 * Converts another router's configuration into a registry.
 *
 * @param file as messages and comments call it
 * @param from default: guessed by its keys
 */
export function convertSource(
  file: string,
  bytes: Buffer,
  from: ToolName | undefined,
  options: ConvertOptions,
): Result<Conversion> {
  const source = readSource(file, bytes);
  if (!source.ok) return source;
  const named = toolOf(source.value, from);
  if (!named.ok) return named;
  const { convert, fields, title } = TOOLS[named.value];
  const ledger = openLedger(source.value);
  const draft = convert(topOf(ledger), options);
  const findings = [...ledger.close(treeOf(fields))].sort(compareFindings);
  const files = printRegistry(draft, findings, `${file} (${title})`);
  return ok({ tool: named.value, files, findings });
}
